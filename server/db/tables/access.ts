import type { Generated } from 'kysely'

/** Who may come in; made centrally only. */
export interface AccountTable {
  id: string
  /** Lower case, unique, never changed: it stands in the audit log. */
  name: string
  display_name: string
  role: string
  scope_region: string
  /** Set where the scope is one unit. */
  scope_unit: string | null
  /** 指定专人, and the telephone. */
  responsible: string
  responsible_phone: Generated<string>
  /** When a unit's account was handed over to its responsible person. */
  handed_over_at: Generated<number | null>
  state: 'pending' | 'active' | 'disabled'
  /** argon2id in PHC form; null before the operator issued a password, and for walls. */
  password_hash: string | null
  must_change: Generated<boolean>
  password_at: number | null
  last_sign_in: number | null
  created_at: number
}

interface PasswordHistoryTable {
  account: string
  at: number
  hash: string
}

/** The cookie holds a random token; only its SHA-256 lies here. */
interface SessionTable {
  token_hash: string
  id: string
  account: string
  address: string
  created_at: number
  /** The last request of any kind. */
  seen_at: number
  /** The last act of the person; polls and sockets are none. */
  acted_at: number
  /** What the browser calls itself. */
  agent: Generated<string>
}

interface SignInFailureTable {
  name: string
  address: string
  failures: number
  last_at: number
  locked_until: number | null
}

/** Guesses of one name from any address. */
interface SignInNameTable {
  name: string
  failures: number
  last_at: number
  next_at: number
}

/** From where an account has signed in before. */
interface KnownAddressTable {
  account: string
  address: string
  last_at: number
}

/** 登录告警. */
interface SignInAlarmTable {
  id: Generated<number>
  name: string
  /** The newest. */
  address: string
  /** Of the account; null where there is none of that name. */
  region: string | null
  failures: number
  addresses: number
  first_at: number
  last_at: number
}

interface PairingTable {
  code_hash: string
  label: string
  scope_region: string
  scope_unit: string | null
  created_by: string
  expires_at: number
  used_at: number | null
}

/** Append-only, each row chained to the one before it. */
export interface AuditTable {
  id: number
  at: number
  account: string
  role: string
  event: string
  target: string | null
  outcome: 'ok' | 'refused' | 'failed'
  address: string
  detail: string | null
  /** The account's scope at that time; both null in rows older than these columns and where no account stands behind it. */
  region: string | null
  unit: string | null
  /** How many equal refusals the row stands for; 1 for all else. */
  times: number
  hash: string
}

/** The newest link, so that rows cut off the end are missed. */
interface AuditHeadTable {
  one: number
  id: number
  hash: string
  /** How many lines the file of anchors has, and the last one's signature. */
  anchors: number
  anchor_mac: string
}

export interface AccessTables {
  accounts: AccountTable
  password_history: PasswordHistoryTable
  sessions: SessionTable
  sign_in_failures: SignInFailureTable
  sign_in_names: SignInNameTable
  known_addresses: KnownAddressTable
  sign_in_alarms: SignInAlarmTable
  pairings: PairingTable
  audit: AuditTable
  audit_head: AuditHeadTable
}
