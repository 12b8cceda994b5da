/**
 * Runs before the application and in any browser, so in the words of 2009: where something is missing that the
 * application cannot do without, one sentence says what is needed instead of a blank page. Oldest browser: Chromium 109.
 */
/* zod asks whether it may make functions from text; the content security policy forbids it and would report the question. */
window.__zod_globalConfig = { jitless: true }
;(function () {
  function canDraw() {
    try {
      var canvas = document.createElement('canvas')
      var gl = canvas.getContext('webgl2')
      var lose = gl && gl.getExtension('WEBGL_lose_context')
      if (lose) lose.loseContext()
      return !!gl
    } catch (e) {
      return false
    }
  }
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
  var GRAPHICS = [
    '此浏览器没有图形加速:画面需要 WebGL 2,数据仍可查看。请启用硬件加速或更新显卡驱动',
    'This browser offers no graphics acceleration: the picture needs WebGL 2; the figures can still be read. Enable hardware acceleration or update the graphics driver',
  ]
  function line(text, lang, size) {
    var p = document.createElement('p')
    p.setAttribute('lang', lang)
    p.style.cssText = 'margin:0 auto;max-width:48em;line-height:1.6;font-size:' + size
    p.appendChild(document.createTextNode(text))
    return p
  }
  /* Where only the picture is missing, the line stands in the picture's place and covers no control. */
  function tell(words, whole) {
    var box = document.createElement('div')
    box.id = 'needs'
    box.setAttribute('role', 'alert')
    box.style.cssText = whole
      ? 'position:fixed;top:0;right:0;bottom:0;left:0;z-index:1000;box-sizing:border-box;padding:30vh 8vw 0;text-align:center;font-family:sans-serif;font-size:24px;font-size:max(20px,2.7vh);color:#e8f1ff;background:#060d18'
      : 'position:fixed;right:28vw;bottom:22vh;left:28vw;z-index:1000;padding:10px 44px;text-align:center;font-family:sans-serif;font-size:16px;font-size:max(15px,1.9vh);color:#e8f1ff;background:#1b2a3f;border:1px solid #f2c14e'
    box.appendChild(line(words[0], 'zh-CN', '1em'))
    box.appendChild(line(words[1], 'en', '.8em'))
    if (!whole) {
      var close = document.createElement('button')
      close.appendChild(document.createTextNode('×'))
      close.setAttribute('aria-label', '关闭 / close')
      close.style.cssText =
        'position:absolute;top:8px;right:12px;font-size:1.3em;color:inherit;background:none;border:0'
      close.onclick = function () {
        box.parentNode.removeChild(box)
      }
      box.appendChild(close)
    }
    document.body.appendChild(box)
  }
  if (!isNew()) {
    var app = document.getElementById('app')
    if (app && app.parentNode) app.parentNode.removeChild(app)
    tell(NEEDS, true)
  } else if (!canDraw()) tell(GRAPHICS, false)
})()
