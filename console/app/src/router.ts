import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { onRefused } from '@/api'
import { forgetSession, knownSession, seesAll, session } from '@/session'

// `title` is the key of the page's name in the navigation; the role is the least that sees the page in the navigation.
declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    open?: boolean
  }
}

const ofInstance: RouteRecordRaw[] = [
  { path: '', name: 'instance', component: () => import('@/views/Instance.vue'), meta: { title: 'nav.instance' } },
  { path: 'topics', name: 'topics', component: () => import('@/views/Topics.vue'), meta: { title: 'nav.topics' } },
  { path: 'topics/:topic', name: 'topic', component: () => import('@/views/Topic.vue'), meta: { title: 'nav.topics' } },
  { path: 'groups', name: 'groups', component: () => import('@/views/Groups.vue'), meta: { title: 'nav.groups' } },
  { path: 'clients', name: 'clients', component: () => import('@/views/Clients.vue'), meta: { title: 'nav.clients' } },
  { path: 'clients/:client', name: 'client', component: () => import('@/views/Client.vue'), meta: { title: 'nav.clients' } },
  { path: 'retained', name: 'retained', component: () => import('@/views/Retained.vue'), meta: { title: 'nav.retained' } },
  { path: 'traces', name: 'traces', component: () => import('@/views/Traces.vue'), meta: { title: 'nav.traces' } },
  { path: 'traces/:message', name: 'message-trace', component: () => import('@/views/MessageTrace.vue'), meta: { title: 'nav.traces' } },
  { path: 'rules', name: 'rules', component: () => import('@/views/Rules.vue'), meta: { title: 'nav.rules' } },
  { path: 'queues', name: 'queues', component: () => import('@/views/Queues.vue'), meta: { title: 'nav.queues' } },
  { path: 'keys', name: 'keys', component: () => import('@/views/Keys.vue'), meta: { title: 'nav.keys' } },
  { path: 'tokens', name: 'tokens', component: () => import('@/views/Tokens.vue'), meta: { title: 'nav.tokens' } },
  { path: 'device-credentials', name: 'credentials', component: () => import('@/views/Credentials.vue'), meta: { title: 'nav.credentials' } },
  { path: 'custom-auth', name: 'customAuth', component: () => import('@/views/CustomAuth.vue'), meta: { title: 'nav.customAuth' } },
  { path: 'certificates', name: 'certificates', component: () => import('@/views/Certificates.vue'), meta: { title: 'nav.certificates' } },
  { path: 'blacklist', name: 'blacklist', component: () => import('@/views/Blacklist.vue'), meta: { title: 'nav.blacklist' } },
  { path: 'top', name: 'top', component: () => import('@/views/Top.vue'), meta: { title: 'nav.top' } },
]

const routes: RouteRecordRaw[] = [
  { path: '/login', name: 'login', component: () => import('@/views/Login.vue'), meta: { title: 'nav.login', open: true } },
  { path: '/password', name: 'password', component: () => import('@/views/Password.vue'), meta: { title: 'nav.password' } },
  { path: '/', name: 'overview', component: () => import('@/views/Overview.vue'), meta: { title: 'nav.overview' } },
  { path: '/instances', name: 'instances', component: () => import('@/views/Instances.vue'), meta: { title: 'nav.instances' } },
  { path: '/instances/:instance', component: () => import('@/components/InstanceScope.vue'), children: ofInstance },
  { path: '/connections', name: 'connections', component: () => import('@/views/Connections.vue'), meta: { title: 'nav.connections' } },
  { path: '/alarms', name: 'alarms', component: () => import('@/views/Alarms.vue'), meta: { title: 'nav.alarms' } },
  { path: '/tools/signature', name: 'signature', component: () => import('@/views/Signature.vue'), meta: { title: 'nav.signature' } },
  { path: '/tools/websocket', name: 'websocket', component: () => import('@/views/WebSocketTool.vue'), meta: { title: 'nav.websocket' } },
  { path: '/configuration', name: 'configuration', component: () => import('@/views/Configuration.vue'), meta: { title: 'nav.configuration' } },
  { path: '/logs', name: 'logs', component: () => import('@/views/LogLevels.vue'), meta: { title: 'nav.logs' } },
  { path: '/audit', name: 'audit', component: () => import('@/views/Audit.vue'), meta: { title: 'nav.audit' } },
  { path: '/accounts', name: 'accounts', component: () => import('@/views/Accounts.vue'), meta: { title: 'nav.accounts' } },
  { path: '/:missing(.*)*', name: 'missing', component: () => import('@/views/Missing.vue'), meta: { title: 'nav.missing' } },
]

export const router = createRouter({
  history: createWebHistory('/console/'),
  routes,
  scrollBehavior: (to, from, kept) => kept ?? (to.path === from.path ? undefined : { top: 0 }),
})

router.beforeEach(async (to) => {
  if (to.meta.open) {
    return true
  }
  let known = session.value
  try {
    known ??= await knownSession()
  } catch {
    // The service cannot be asked. The page is shown and says so itself.
    return true
  }
  if (known === null) {
    return { name: 'login', query: { back: to.fullPath } }
  }
  if (known.mustChangePassword && to.name !== 'password') {
    return { name: 'password', query: { back: to.fullPath } }
  }
  if (to.name === 'overview' && !seesAll()) {
    const [only] = known.instances
    return known.instances.length === 1 ? { name: 'instance', params: { instance: only } } : { name: 'instances' }
  }
  return true
})

onRefused((error) => {
  const here = router.currentRoute.value
  if (error.status === 401) {
    forgetSession()
    if (here.name !== 'login') {
      void router.replace({ name: 'login', query: { back: here.fullPath } })
    }
  } else if (here.name !== 'password') {
    void router.replace({ name: 'password', query: { back: here.fullPath } })
  }
})
