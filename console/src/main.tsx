import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.css'
import 'uplot/dist/uPlot.min.css'
import './look/base.css'
import './look/shell.css'
import './look/events.css'
import './look/screens.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { styleNonce } from './style-nonce.ts'

// What locks scrolling behind a dialog makes a style element, and looks for the nonce under this name.
Object.assign(globalThis, { __webpack_nonce__: styleNonce })

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
