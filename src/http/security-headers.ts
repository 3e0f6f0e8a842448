/** What a page may not use of the machine that it is shown on. Passkeys are for our own pages. */
const permissions = [
  ...['accelerometer', 'autoplay', 'bluetooth', 'camera', 'display-capture', 'encrypted-media'],
  ...['fullscreen', 'geolocation', 'gyroscope', 'hid', 'idle-detection', 'magnetometer'],
  ...['microphone', 'midi', 'payment', 'picture-in-picture', 'screen-wake-lock', 'serial', 'usb'],
  'xr-spatial-tracking',
].map((feature) => `${feature}=()`)

/** Nothing of an answer is ever run, shown in a frame, or taken for the base of an address. */
const nothingRuns =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"

/**
 * What every answer says to a browser. A route may say something else in its place, as the console does of its own policy.
 * Sub-domains are not ours to speak for.
 */
export const securityHeaders = {
  'strict-transport-security': 'max-age=31536000',
  'content-security-policy': nothingRuns,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'permissions-policy': [
    ...permissions,
    'publickey-credentials-create=(self)',
    'publickey-credentials-get=(self)',
  ].join(', '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-permitted-cross-domain-policies': 'none',
  'cache-control': 'no-store',
} as const satisfies Readonly<Record<string, string>>

/** The same for what devices ask for, which may run in a page of any origin. */
export const deviceSecurityHeaders = {
  ...securityHeaders,
  'cross-origin-resource-policy': 'cross-origin',
} as const
