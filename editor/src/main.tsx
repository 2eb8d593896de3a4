// Starts the application in the page.
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { client } from "./api/client";
import { App } from "./app/App";
import { tellUnread } from "./ui/lazily";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

window.addEventListener("unhandledrejection", tellUnread);
client.restore();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
