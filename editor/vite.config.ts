// Build and test settings: one bundle of static files that the server embeds, no network at run time.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.OPSCONDUCTOR_URL ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
  },
  server: { proxy: { "/api": { target: server, ws: true } } },
  test: { environment: "happy-dom", setupFiles: ["tests/setup.ts"], include: ["tests/**/*.test.{ts,tsx}"] },
});
