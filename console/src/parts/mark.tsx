/** The product's picture: an eye with a keyhole. */
export const Mark = ({ size = 26 }: { readonly size?: number }) => (
  <svg className="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="8" />
    <path d="M6 16c3-5 6.500-7.500 10-7.500S23 11 26 16c-3 5-6.500 7.500-10 7.500S9 21 6 16Z" />
    <circle cx="16" cy="14.800" r="2.600" />
    <path className="hole" d="m15 15.500-1 5h4l-1-5Z" />
  </svg>
)
