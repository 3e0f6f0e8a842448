/** How each severity of the catalogue is numbered elsewhere. */
type Numbers = {
  /** RFC 5424 §6.2.1: 6 informational, 5 notice, 4 warning, 2 critical. */
  readonly syslog: number
  /** CEF and LEEF: 0 to 10. */
  readonly cef: number
  /** OCSF `severity_id`. */
  readonly ocsf: number
  /** OpenTelemetry `SeverityNumber`. */
  readonly otel: number
}

const numbers: Readonly<Record<string, Numbers>> = {
  info: { syslog: 6, cef: 2, ocsf: 1, otel: 9 },
  notice: { syslog: 5, cef: 4, ocsf: 2, otel: 10 },
  warning: { syslog: 4, cef: 7, ocsf: 3, otel: 13 },
  critical: { syslog: 2, cef: 10, ocsf: 5, otel: 21 },
}

const unknown: Numbers = { syslog: 6, cef: 0, ocsf: 0, otel: 0 }

export const severityNumbers = (severity: string): Numbers => numbers[severity] ?? unknown
