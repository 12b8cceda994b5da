/**
 * Runs before the application and in any browser, so in the words of 2009: where something is missing that the
 * application cannot do without, one sentence says what is needed instead of a blank page. Oldest browser: Chromium 109.
 */
/* zod asks whether it may make functions from text; the content security policy forbids it and would report the question. */
window.__zod_globalConfig = { jitless: true }
;(function () {
  function isNew() {
    try {
      return (
        'noModule' in document.createElement('script') &&
        typeof structuredClone === 'function' &&
        typeof [].findLast === 'function' &&
        typeof Object.hasOwn === 'function' &&
        typeof ResizeObserver === 'function' &&
        typeof OffscreenCanvas === 'function' &&
        CSS.supports('selector(:has(a))') &&
        CSS.supports('container-type', 'inline-size') &&
        CSS.supports('height', '1dvh')
      )
    } catch (e) {
      return false
    }
  }
  var NEEDS = [
    '本系统需要 Chromium 109 及以上版本的浏览器(Chrome、Edge、360、奇安信等),请升级后再打开',
    'This system needs Chromium 109 or newer (Chrome, Edge and browsers made of them); please update the browser',
  ]
  function line(text, lang, size) {
    var p = document.createElement('p')
    p.setAttribute('lang', lang)
    p.style.cssText = 'margin:0 auto;max-width:48em;line-height:1.6;font-size:' + size
    p.appendChild(document.createTextNode(text))
    return p
  }
  if (isNew()) return
  var app = document.getElementById('app')
  if (app && app.parentNode) app.parentNode.removeChild(app)
  var box = document.createElement('div')
  box.id = 'needs'
  box.setAttribute('role', 'alert')
  box.style.cssText =
    'position:fixed;top:0;right:0;bottom:0;left:0;z-index:1000;box-sizing:border-box;padding:30vh 8vw 0;text-align:center;font-family:sans-serif;font-size:24px;font-size:max(20px,2.7vh);color:#e8f1ff;background:#060d18'
  box.appendChild(line(NEEDS[0], 'zh-CN', '1em'))
  box.appendChild(line(NEEDS[1], 'en', '.8em'))
  document.body.appendChild(box)
})()
