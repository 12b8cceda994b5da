import type { Viewer } from '#shared/access/roles.ts'
import type { Alert } from '#shared/protocol/http.ts'
import type { Alerts, KeptAlert } from '../repositories/alerts.ts'
import type { LiveScope } from './liveScope.ts'
import type { Regions } from './liveTypes.ts'

export interface AlertQueries {
  list(viewer: Viewer, region: string | undefined, limit: number): Promise<{ alerts: Alert[]; total: number }>
}

/** What is sent of an alert: whose unit it is stays here. */
export const toSent = ({ id, at, severity, subject, rule, place, placeName, region, text, count, citation }: KeptAlert): Alert => ({ id, at, severity, subject, rule, place, placeName, region, text, count, citation })

/** Open alerts of a region, red first, within the viewer's scope; a unit's viewer sees its unit's. */
export const makeAlertQueries = (deps: { alerts: Alerts; scope: LiveScope; regions: Regions }): AlertQueries => ({
  list: async (viewer, asked, limit) => {
    const region = deps.scope.region(viewer, asked)
    const { rows, total } = await deps.alerts.list({ regions: deps.regions.subtree(region), unit: deps.scope.unit(viewer), limit })
    return { alerts: rows.map(toSent), total }
  },
})
