import { config } from 'zod'

/** Imported before any schema is made: zod would else try `new Function`, which the content security policy forbids and reports. */
config({ jitless: true })
