/** A time of a field (`datetime-local`, in the reader's time zone) as an instant for the service; empty stays empty. */
export function instantOf(local: string): string {
  const date = new Date(local)
  return local === '' || Number.isNaN(date.getTime()) ? '' : date.toISOString()
}

/** The other way round. */
export function localOf(instant: string): string {
  const date = new Date(instant)
  if (instant === '' || Number.isNaN(date.getTime())) {
    return ''
  }
  const moved = new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
  return moved.toISOString().slice(0, 19)
}
