import { createTheme, type MantineColorsTuple } from '@mantine/core'

const steel: MantineColorsTuple = [
  '#eef4fa',
  '#dbe7f2',
  '#b5cde3',
  '#8cb2d5',
  '#689bc9',
  '#4c86b8',
  '#3a72a5',
  '#2b5c8a',
  '#234c73',
  '#1a3a59',
]

/** Grey with a little blue in it, for surfaces that are easy to look at for a day. */
const dark: MantineColorsTuple = [
  '#dde3ec',
  '#b4bdca',
  '#939eae',
  '#5d6878',
  '#3a4453',
  '#2c3543',
  '#222a36',
  '#181e28',
  '#12171f',
  '#0d1117',
]

export const theme = createTheme({
  primaryColor: 'steel',
  primaryShade: { light: 7, dark: 6 },
  colors: { steel, dark },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  defaultRadius: 6,
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
})
