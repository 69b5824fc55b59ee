/** What the service answers when it does not do what was asked. Status 0: no answer came. */
export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message)
    this.name = 'ApiError'
  }
}

export type Query = Record<string, string | number | boolean | undefined | null>

type Watcher = (error: ApiError) => void
let refused: Watcher = () => {}

/** Who is told that the session has ended, or that a new password is needed. */
export function onRefused(watcher: Watcher): void {
  refused = watcher
}

/**
 * A part of a path, whatever a client id or topic holds. "." and ".." have no spelling that a browser would not take for
 * a step in the path, so that a deletion would hit something else: they are refused here.
 */
export function segment(text: string): string {
  if (text === '.' || text === '..') {
    throw new ApiError(0, 'unnameable', text)
  }
  return encodeURIComponent(text)
}

function withQuery(path: string, query?: Query): string {
  const words = Object.entries(query ?? {})
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
  return words.length === 0 ? path : path + (path.includes('?') ? '&' : '?') + words.join('&')
}

async function failure(response: Response): Promise<ApiError> {
  let code = 'http'
  let message = `${response.status} ${response.statusText}`.trim()
  try {
    const body = (await response.json()) as { code?: unknown; message?: unknown }
    code = typeof body.code === 'string' ? body.code : code
    message = typeof body.message === 'string' && body.message !== '' ? body.message : message
  } catch {
    // Not JSON: something between the browser and the service answered. The status says what there is to say.
  }
  return new ApiError(response.status, code, message)
}

/** The answer itself, for those who read it as it comes; throws ApiError for all that is no success. */
export async function request(
  method: string,
  path: string,
  options: { query?: Query; body?: unknown; signal?: AbortSignal } = {},
): Promise<Response> {
  const headers: Record<string, string> = { 'X-Hongyan-Console': '1', Accept: 'application/json' }
  if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json'
  }
  let response: Response
  try {
    response = await fetch(withQuery(path, options.query), {
      method,
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: options.signal,
    })
  } catch (thrown) {
    if (options.signal?.aborted) {
      throw new ApiError(0, 'aborted', 'aborted')
    }
    throw new ApiError(0, 'unreachable', thrown instanceof Error ? thrown.message : String(thrown))
  }
  if (!response.ok) {
    const error = await failure(response)
    const aboutSession = path === '/session'
    if ((error.status === 401 && !aboutSession) || error.code === 'password-change-needed') {
      refused(error)
    }
    throw error
  }
  return response
}

async function json<T>(method: string, path: string, query?: Query, body?: unknown): Promise<T> {
  const response = await request(method, path, { query, body })
  try {
    return (await response.json()) as T
  } catch {
    throw new ApiError(response.status, 'unreadable', 'the answer is not JSON')
  }
}

export function get<T>(path: string, query?: Query): Promise<T> {
  return json<T>('GET', path, query)
}

export function post<T = unknown>(path: string, body: unknown = {}): Promise<T> {
  return json<T>('POST', path, undefined, body)
}

export function put<T = unknown>(path: string, body: unknown): Promise<T> {
  return json<T>('PUT', path, undefined, body)
}

export function patch<T = unknown>(path: string, body: unknown): Promise<T> {
  return json<T>('PATCH', path, undefined, body)
}

export function del<T = unknown>(path: string, query?: Query): Promise<T> {
  return json<T>('DELETE', path, query)
}

/** Anything that was thrown, as an error that a page can show. */
export function asApiError(thrown: unknown): ApiError {
  return thrown instanceof ApiError
    ? thrown
    : new ApiError(0, 'page', thrown instanceof Error ? thrown.message : String(thrown))
}
