/** Everything that the page shows of us lives in a shadow root: its styles and the page's do not meet. */
const CSS = `
:host{all:initial!important}
:host *{box-sizing:border-box}
.root{--ground:#fff;font:14px/22px system-ui,sans-serif}
.dark{--ground:#1a1f22}
[hidden]{display:none!important}
.launcher{position:fixed;z-index:var(--z);bottom:calc(var(--y) + env(safe-area-inset-bottom));width:56px;height:56px;padding:0;border:0;border-radius:50%;background:var(--brand);color:var(--ink);cursor:pointer;box-shadow:0 8px 28px rgb(28 35 38/.22);transition:transform .12s ease-out}
.launcher:hover{transform:translateY(-2px)}
.launcher:focus-visible{outline:3px solid var(--ground);box-shadow:0 0 0 6px var(--brand)}
.right .launcher,.right .panel{right:calc(var(--x) + env(safe-area-inset-right))}
.left .launcher,.left .panel{left:calc(var(--x) + env(safe-area-inset-left))}
.launcher svg{display:block;width:26px;height:26px;margin:auto;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
.launcher .shut,.open .launcher .chat{display:none}
.open .launcher .shut{display:block}
.badge{position:absolute;top:-4px;inset-inline-end:-4px;min-width:22px;height:22px;padding:0 6px;border-radius:11px;background:#b0332a;color:#fff;font-size:12px;font-weight:600;line-height:22px;text-align:center}
.status{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.panel{position:fixed;z-index:var(--z);bottom:calc(var(--y) + 72px + env(safe-area-inset-bottom));width:400px;height:640px;max-width:calc(100vw - 2*var(--x));max-height:calc(100dvh - var(--y) - 88px);border-radius:16px;overflow:hidden;background:var(--ground);box-shadow:0 8px 28px rgb(28 35 38/.2);visibility:hidden;opacity:0;transform:translateY(8px);transition:.2s ease-out}
.bare .panel{bottom:calc(var(--y) + env(safe-area-inset-bottom))}
.open .panel{visibility:visible;opacity:1;transform:none}
.panel:empty:after{content:attr(aria-label)"…";padding:24px;color:var(--brand)}
iframe{display:block;width:100%;height:100%;border:0}
.inline .panel{position:relative;inset:auto;z-index:auto;width:100%;height:100%;max-width:none;max-height:none;min-height:320px;border-radius:inherit;box-shadow:none;transform:none}
.root.inline{height:100%}
@media (max-width:599.98px){
.root:not(.inline) .panel{inset:var(--top,0) 0 auto 0;width:100%;max-width:none;height:var(--height,100dvh);max-height:none;border-radius:0;padding:env(safe-area-inset-top) 0 env(safe-area-inset-bottom);background:linear-gradient(var(--brand) 50%,var(--ground) 50%)}
.root.open:not(.inline) .launcher{display:none}
}
@media (prefers-reduced-motion:reduce){.panel,.launcher,.launcher:hover{transition:none;transform:none}}
@media print{.root:not(.inline){display:none}}
`

/** A sheet made by script needs no permission of the page's content policy; older browsers get an element with the nonce. */
export function addStyles(root: ShadowRoot, nonce: string | undefined): void {
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(CSS)
    root.adoptedStyleSheets = [sheet]
  } catch {
    const style = document.createElement('style')
    if (nonce !== undefined) style.nonce = nonce
    style.textContent = CSS
    root.prepend(style)
  }
}
