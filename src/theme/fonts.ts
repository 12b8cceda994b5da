/** Loaded after the first paint: the system's own CJK face stands until the bundled one is there. */
import '@fontsource/barlow-condensed/latin-600.css'
import '@fontsource/noto-sans-sc/400.css'
import '@fontsource/noto-sans-sc/700.css'
