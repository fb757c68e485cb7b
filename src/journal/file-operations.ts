import { constants, lstatSync } from 'node:fs'
import { lstat, open, type FileHandle } from 'node:fs/promises'
import type { Stats } from 'node:fs'

/** What tells one file from another, and what it holds. */
export interface FileState {
  readonly dev: number
  readonly ino: number
  readonly size: number
  readonly mode: number
  readonly kind: 'file' | 'directory' | 'symlink' | 'other'
}

/** An open file that is appended to. */
export interface JournalFile {
  /** Appends, and gives how many bytes were taken: fewer when there is no more space. */
  write(bytes: Uint8Array): Promise<number>
  datasync(): Promise<void>
  truncate(sizeBytes: number): Promise<void>
  stat(): Promise<FileState>
  /** Fills `target` from `position` on, and gives how many bytes there were. */
  read(target: Uint8Array, position: number): Promise<number>
  chmod(mode: number): Promise<void>
  close(): Promise<void>
}

/** `append` makes the file if need be, `create` only where there is none, `read` changes nothing. */
export type OpenMode = 'append' | 'create' | 'read'

/** The system calls that a journal is made of: the narrowest point at which a test can let one fail. */
export interface FileOperations {
  open(path: string, mode: OpenMode): Promise<JournalFile>
  /** The state of what is at a path, a symbolic link itself; null where there is nothing. */
  stat(path: string): Promise<FileState | null>
  /** The same at once: only for a file system that has just answered, since the process waits for it. */
  statNow(path: string): FileState | null
  /** Puts the names in a folder on disk, where the system can. */
  syncFolder(path: string): Promise<void>
}

/** Readable by nobody else: bodies are personal data. */
export const PRIVATE_MODE = 0o600

/** O_NONBLOCK: opening a pipe must not wait for its other end. */
const NON_BLOCKING = constants.O_NONBLOCK
const APPENDING = constants.O_RDWR | constants.O_APPEND | constants.O_NOFOLLOW | NON_BLOCKING
const FLAGS: Readonly<Record<OpenMode, number>> = {
  append: APPENDING | constants.O_CREAT,
  create: APPENDING | constants.O_CREAT | constants.O_EXCL,
  read: constants.O_RDONLY | NON_BLOCKING,
}

/** The files of this machine. */
export const nodeFiles: FileOperations = {
  open: async (path, mode) => journalFile(await open(path, FLAGS[mode], PRIVATE_MODE)),
  stat: async (path) => lstat(path).then(stateOf, absent),
  statNow: (path) => {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    return stats === undefined ? null : stateOf(stats)
  },
  syncFolder: async (path) => {
    const folder = await open(path, constants.O_RDONLY)
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  },
}

function journalFile(handle: FileHandle): JournalFile {
  return {
    write: async (bytes) => (await handle.write(bytes)).bytesWritten,
    datasync: async () => handle.datasync(),
    truncate: async (sizeBytes) => handle.truncate(sizeBytes),
    stat: async () => stateOf(await handle.stat()),
    read: async (target, position) =>
      (await handle.read(target, 0, target.length, position)).bytesRead,
    chmod: async (mode) => handle.chmod(mode),
    close: async () => handle.close(),
  }
}

function stateOf(stats: Stats): FileState {
  const { dev, ino, size, mode } = stats
  return { dev, ino, size, mode, kind: kindOf(stats) }
}

function kindOf(stats: Stats): FileState['kind'] {
  if (stats.isFile()) return 'file'
  if (stats.isDirectory()) return 'directory'
  return stats.isSymbolicLink() ? 'symlink' : 'other'
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
