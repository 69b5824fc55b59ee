import type { Role } from '@/session'

/** An entry of the navigation: the name of a route, and the least role that its page is for. */
export interface Entry {
  name: string
  role?: Role
}

export interface Section {
  title: string
  entries: Entry[]
}

export const ofInstance: Entry[] = [
  { name: 'instance' }, { name: 'topics' }, { name: 'groups' }, { name: 'clients' }, { name: 'retained' },
  { name: 'traces' }, { name: 'rules' }, { name: 'queues' }, { name: 'keys' }, { name: 'tokens' },
  { name: 'certificates' }, { name: 'blacklist', role: 'administrator' }, { name: 'top' },
]

export const ofService: Section[] = [
  { title: 'nav.sections.service', entries: [
    { name: 'overview' }, { name: 'instances' }, { name: 'connections' }, { name: 'alarms' },
  ] },
]

export const below: Section[] = [
  { title: 'nav.sections.tools', entries: [{ name: 'signature' }, { name: 'websocket' }] },
  { title: 'nav.sections.administration', entries: [
    { name: 'configuration' }, { name: 'logs' }, { name: 'audit', role: 'administrator' },
    { name: 'accounts', role: 'administrator' },
  ] },
]
