import '#resources/theme/tokens.css'
import '#resources/kit/base.css'
import '#resources/kit/button.css'
import '#resources/kit/tag.css'
import './theme/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createApp } from './app/app.ts'
import { AppContext } from './app/context.tsx'
import { resume, start } from './app/start.ts'
import { connect } from './host.ts'
import { startTranslating } from './i18n.ts'
import { Window } from './shell/window.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('no element to draw in')

const [host] = await Promise.all([connect(), startTranslating('zh-CN')])
const app = createApp(host)
start(app)
host.onRestart(() => void resume(app))
createRoot(root).render(
  <StrictMode>
    <AppContext value={app}>
      <Window />
    </AppContext>
  </StrictMode>,
)
