// A run state as a mark that can be told apart by its shape alone.
import classes from "./StatusMark.module.css";
import { type StatusShape, statusLook } from "./status";

const paths: Readonly<Record<StatusShape, React.ReactNode>> = {
  circle: <circle cx="8" cy="8" r="5.5" className={classes.outline} />,
  dots: (
    <g className={classes.fill}>
      <circle cx="3" cy="8" r="1.7" />
      <circle cx="8" cy="8" r="1.7" />
      <circle cx="13" cy="8" r="1.7" />
    </g>
  ),
  ring: (
    <g className={classes.spin}>
      <circle cx="8" cy="8" r="5.5" className={classes.track} />
      <path d="M8 2.5a5.5 5.5 0 0 1 5.5 5.5" className={classes.outline} />
    </g>
  ),
  check: (
    <>
      <circle cx="8" cy="8" r="7" className={classes.fill} />
      <path d="M4.8 8.3l2.2 2.2 4.2-4.6" className={classes.glyph} />
    </>
  ),
  triangle: (
    <>
      <path d="M8 1.2L15.2 14H.8z" className={classes.fill} />
      <path d="M8 6v3.6M8 11.6v.4" className={classes.glyph} />
    </>
  ),
  octagon: (
    <>
      <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" className={classes.fill} />
      <path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" className={classes.glyph} />
    </>
  ),
  diamond: (
    <>
      <path d="M8 .6L15.4 8 8 15.4.6 8z" className={classes.fill} />
      <path d="M8 4.4v4.2M8 10.9v.4" className={classes.glyph} />
    </>
  ),
  square: (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="3" className={classes.fill} />
      <rect x="5.5" y="5.5" width="5" height="5" className={classes.glyphFill} />
    </>
  ),
  slash: (
    <>
      <circle cx="8" cy="8" r="6" className={classes.outline} />
      <path d="M4 12l8-8" className={classes.outline} />
    </>
  ),
  hourglass: (
    <path
      d="M4 1.8h8M4 14.2h8M5 2c0 3.4 6 3.9 6 6s-6 2.6-6 6M11 2c0 3.4-6 3.9-6 6s6 2.6 6 6"
      className={classes.outline}
    />
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="7" className={classes.fill} />
      <path d="M8 4v4.2l2.6 1.6" className={classes.glyph} />
    </>
  ),
  bars: (
    <>
      <circle cx="8" cy="8" r="7" className={classes.fill} />
      <path d="M6.2 5v6M9.8 5v6" className={classes.glyph} />
    </>
  ),
};

interface Props {
  status: string;
  size?: number;
  /** Leave out the spoken label where the text stands beside it. */
  decorative?: boolean;
}

export function StatusMark({ status, size = 16, decorative }: Props) {
  const look = statusLook(status);
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      className={classes.mark}
      style={{ color: `var(--oc-st-${look.token})` }}
      role={decorative ? undefined : "img"}
      aria-hidden={decorative}
      aria-label={decorative ? undefined : look.label}
    >
      {paths[look.shape]}
    </svg>
  );
}

/** Mark and word together, for tables and headers. */
export function StatusLabel({ status, ...rest }: { status: string; "data-testid"?: string }) {
  const look = statusLook(status);
  return (
    <span className={classes.label} data-status={status} {...rest}>
      <StatusMark status={status} decorative />
      <span style={{ color: `var(--oc-st-${look.token})` }}>{look.label}</span>
    </span>
  );
}
