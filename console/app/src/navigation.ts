import type { Role } from '@/session'

/** An entry of the navigation: the name of a route, and the least role that its page is for. */
export interface Entry {
  name: string
  role?: Role
  /** Whether the page is about the whole service, which an account of few instances does not see. */
  service?: boolean
}

export interface Section {
  title: string
  entries: Entry[]
}

export const ofInstance: Entry[] = [
  { name: 'instance' }, { name: 'topics' }, { name: 'groups' }, { name: 'clients' }, { name: 'retained' },
  { name: 'traces' }, { name: 'rules' }, { name: 'queues' }, { name: 'keys' }, { name: 'tokens' },
  { name: 'credentials' }, { name: 'customAuth' }, { name: 'certificates' }, { name: 'blacklist' }, { name: 'top' },
]

export const ofService: Section[] = [
  { title: 'nav.sections.service', entries: [
    { name: 'overview', service: true }, { name: 'instances' }, { name: 'connections', service: true },
    { name: 'alarms', service: true },
  ] },
]

export const below: Section[] = [
  { title: 'nav.sections.tools', entries: [{ name: 'signature' }, { name: 'websocket' }] },
  { title: 'nav.sections.administration', entries: [
    { name: 'configuration', service: true }, { name: 'logs', service: true },
    { name: 'audit', role: 'administrator', service: true }, { name: 'accounts', role: 'administrator', service: true },
  ] },
]
