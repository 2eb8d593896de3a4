// The text of a notice. HTML gets a page of its own in which nothing runs and nothing is loaded.
import type { Json } from "../../../core/document";
import { Place } from "./Place";
import classes from "./Preview.module.css";

/** A link is meant for a new window, which such a page may not open. */
const HEAD =
  `<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">` +
  `<base target="_blank"><style>:root { color-scheme: light; background: Canvas } ` +
  `body { margin: 12px; font: 14px system-ui, sans-serif }</style>`;

export function Body({ value, isHtml }: { value: Json; isHtml: boolean }) {
  return (
    <div className={classes.body} data-testid="preview-body">
      <Place value={value} none="No text yet">
        {(text) =>
          isHtml ? (
            <iframe className={classes.page} title="Message" sandbox="" srcDoc={HEAD + text} />
          ) : (
            <div className={classes.text}>{text}</div>
          )
        }
      </Place>
    </div>
  );
}
