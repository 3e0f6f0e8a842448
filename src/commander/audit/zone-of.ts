import { isZone } from '../../query/zone.ts'

/**
 * Commander sends what the operating system calls its zone. Where a zone has two names for its two halves of the year, it always
 * sends the name of summer: so either name means the zone, with its own days and hours. Windows has longer names.
 */
const zones: Readonly<Record<string, string>> = {
  GMT: 'UTC',
  Z: 'UTC',
  EST: 'America/New_York',
  EDT: 'America/New_York',
  CST: 'America/Chicago',
  CDT: 'America/Chicago',
  MST: 'America/Denver',
  MDT: 'America/Denver',
  PST: 'America/Los_Angeles',
  PDT: 'America/Los_Angeles',
  AKST: 'America/Anchorage',
  AKDT: 'America/Anchorage',
  HST: 'Pacific/Honolulu',
  AST: 'America/Halifax',
  ADT: 'America/Halifax',
  NST: 'America/St_Johns',
  NDT: 'America/St_Johns',
  WET: 'Europe/Lisbon',
  WEST: 'Europe/Lisbon',
  BST: 'Europe/London',
  CET: 'Europe/Berlin',
  CEST: 'Europe/Berlin',
  MEZ: 'Europe/Berlin',
  MESZ: 'Europe/Berlin',
  EET: 'Europe/Athens',
  EEST: 'Europe/Athens',
  MSK: 'Europe/Moscow',
  IST: 'Asia/Kolkata',
  JST: 'Asia/Tokyo',
  KST: 'Asia/Seoul',
  HKT: 'Asia/Hong_Kong',
  SAST: 'Africa/Johannesburg',
  AWST: 'Australia/Perth',
  ACST: 'Australia/Adelaide',
  ACDT: 'Australia/Adelaide',
  AEST: 'Australia/Sydney',
  AEDT: 'Australia/Sydney',
  NZST: 'Pacific/Auckland',
  NZDT: 'Pacific/Auckland',
  'EASTERN STANDARD TIME': 'America/New_York',
  'EASTERN DAYLIGHT TIME': 'America/New_York',
  'CENTRAL STANDARD TIME': 'America/Chicago',
  'CENTRAL DAYLIGHT TIME': 'America/Chicago',
  'MOUNTAIN STANDARD TIME': 'America/Denver',
  'MOUNTAIN DAYLIGHT TIME': 'America/Denver',
  'PACIFIC STANDARD TIME': 'America/Los_Angeles',
  'PACIFIC DAYLIGHT TIME': 'America/Los_Angeles',
  'GMT STANDARD TIME': 'Europe/London',
  'GMT DAYLIGHT TIME': 'Europe/London',
  'W. EUROPE STANDARD TIME': 'Europe/Berlin',
  'W. EUROPE DAYLIGHT TIME': 'Europe/Berlin',
  'CENTRAL EUROPE STANDARD TIME': 'Europe/Budapest',
  'CENTRAL EUROPE DAYLIGHT TIME': 'Europe/Budapest',
  'CENTRAL EUROPEAN STANDARD TIME': 'Europe/Warsaw',
  'CENTRAL EUROPEAN DAYLIGHT TIME': 'Europe/Warsaw',
  'ROMANCE STANDARD TIME': 'Europe/Paris',
  'ROMANCE DAYLIGHT TIME': 'Europe/Paris',
  'INDIA STANDARD TIME': 'Asia/Kolkata',
  'TOKYO STANDARD TIME': 'Asia/Tokyo',
  'CHINA STANDARD TIME': 'Asia/Shanghai',
  'AUS EASTERN STANDARD TIME': 'Australia/Sydney',
  'AUS EASTERN DAYLIGHT TIME': 'Australia/Sydney',
}

const mostHours = 14

function offsetOf(hours: number): string {
  const whole = Math.max(-mostHours, Math.min(mostHours, Math.trunc(hours)))
  const text = String(Math.abs(whole)).padStart(2, '0')
  return `${whole < 0 ? '-' : '+'}${text}:00`
}

/**
 * The zone that a request of Commander means: hours, an abbreviation, a name of Windows, or one of IANA. A name that nobody knows is
 * UTC: it comes from the operating system, and whoever asks cannot change it.
 */
export function zoneOf(sent: unknown): string {
  if (typeof sent === 'number') return offsetOf(sent)
  if (typeof sent !== 'string') return 'UTC'
  const text = sent.trim()
  if (/^[+-]?\d{1,2}$/.test(text)) return offsetOf(Number(text))
  return zones[text.toUpperCase()] ?? (text !== '' && isZone(text) ? text : 'UTC')
}
