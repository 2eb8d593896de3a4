// The product's sign.
export function Brand({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--oc-accent)" />
      <g stroke="var(--oc-on-accent)" fill="none" strokeWidth="2.5" strokeLinecap="round">
        <path d="M8 11h6c4 0 4 10 8 10h2M8 21h6" />
      </g>
      <g fill="var(--oc-on-accent)">
        <circle cx="8" cy="11" r="2.5" />
        <circle cx="8" cy="21" r="2.5" />
        <circle cx="24" cy="21" r="2.5" />
      </g>
    </svg>
  );
}
