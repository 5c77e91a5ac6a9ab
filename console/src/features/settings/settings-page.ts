import type { StaffPermission } from '@parley/shared/accounts/permissions'
import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type { IconName } from '../../ui/icons'

/** The groups of the list, in its order. */
export const SETTINGS_GROUPS = ['mine', 'team', 'service', 'tenant'] as const
export type SettingsGroup = (typeof SETTINGS_GROUPS)[number]

type Load = () => Promise<{ default: Component }>

/** A page of the settings as the list, the search and the router know it. */
export interface SettingsPage {
  /** Names the route (`settings.<id>`), its address (`/settings/<id>`) and its section of words (`settings.<id>`), whose `title` the list shows. */
  id: string
  group: SettingsGroup
  icon: IconName
  /** Without it, everybody who signs in may open the page. */
  permission?: StaffPermission
  /** Only where the installation has several tenants: nothing speaks of them otherwise (U11). */
  isForTenants?: true
  load: Load
  /** One thing of the list that the page shows: `/settings/<id>/:itemId`, where `new` stands for one that is to be made. */
  loadItem?: Load
  /** Further screens of the page by the last part of their address, which also names them: `settings.<id>.<name>`. */
  further?: Readonly<Record<string, Load>>
}

/** A page and its pages of single things, as routes under `/settings`. */
export function routesOf({ id, permission, load, loadItem, further = {} }: SettingsPage): RouteRecordRaw[] {
  const meta = { settingsPage: id, ...(permission === undefined ? {} : { permission }) }
  const routes: RouteRecordRaw[] = [{ path: id, name: `settings.${id}`, component: load, meta }]
  for (const [name, component] of Object.entries(further)) {
    routes.push({ path: `${id}/${name}`, name: `settings.${id}.${name}`, component, meta })
  }
  if (loadItem !== undefined) {
    routes.push({ path: `${id}/:itemId`, name: `settings.${id}.item`, component: loadItem, meta, props: true })
  }
  return routes
}
