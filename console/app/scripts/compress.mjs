// Replaces each built file by its gzip, and fails when what the first page needs has become too large.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const folder = process.env.CONSOLE_OUT ?? 'dist'
const most = 500_000
const sizes = new Map()

function compress(path) {
  for (const name of readdirSync(path).sort()) {
    const file = join(path, name)
    if (statSync(file).isDirectory()) {
      compress(file)
      continue
    }
    const packed = gzipSync(readFileSync(file), { level: 9 })
    // Bytes 4 to 7 are a time, byte 9 names the system: two builds of the same sources are the same bytes.
    packed.fill(0, 4, 8)
    packed[9] = 255
    sizes.set(file, packed.length)
    writeFileSync(file + '.gz', packed)
    rmSync(file)
  }
}

const index = join(folder, 'index.html')
const html = readFileSync(index, 'utf8')
compress(folder)

const named = [...html.matchAll(/(?:src|href)="\/console\/([^"]+)"/g)].map((found) => join(folder, found[1]))
let first = 0
for (const file of [index, ...named]) {
  if (!sizes.has(file)) {
    throw new Error(`index.html names ${file}, which was not built`)
  }
  first += sizes.get(file)
}
const all = [...sizes.values()].reduce((sum, size) => sum + size, 0)
console.log(`${sizes.size} files, ${all} bytes compressed; the first load has ${first}`)
if (first > most) {
  throw new Error(`the first load has ${first} bytes compressed, and may have ${most}`)
}
