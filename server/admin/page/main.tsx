import '#resources/theme/tokens.css'
import '#resources/kit/base.css'
import '#resources/kit/button.css'
import '#resources/kit/tag.css'
import './console.css'
import './panel.css'
import './entrance/entrance.css'
import './table.css'
import './registers/register.css'
import './review/review.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { followAddress, viewIn } from './address.ts'
import { createApi } from './api.ts'
import { ConsoleContext } from './context.tsx'
import { Frame } from './frame.tsx'
import { startTranslating } from './i18n.ts'
import { createConsole } from './state.ts'

const root = document.getElementById('root')
if (!root) throw new Error('no element to draw in')

const console = createConsole(createApi, viewIn(location.hash))
followAddress(console)
await Promise.all([console.start(), startTranslating(navigator.language.startsWith('en') ? 'en' : 'zh-CN')])
createRoot(root).render(
  <StrictMode>
    <ConsoleContext value={console}>
      <Frame />
    </ConsoleContext>
  </StrictMode>,
)
