// DatasetSnapshot: all keys of a server as they are at one moment, to be written to a file on any thread while the server goes on.
//
// It costs one word a key. Entries are shared, not copied: an entry with more than one owner is never changed, and neither is the
// value of one (Entry.swift). Tables that reading would go on resizing are made quiet when the snapshot is taken, so that whoever
// reads them at the same time changes nothing.

import Synchronization

/// A frozen dataset. Taken on the engine's queue; written, once, on whichever thread.
public final class DatasetSnapshot: @unchecked Sendable {
    private struct Part {
        let index: Int
        let words: [UInt]
        let volatileCount: Int
        /// What is told of each key's use.
        let accesses: [UInt32]
    }

    /// What the server says of the use of keys.
    private enum Access { case untold, idleSeconds, frequency }

    /// Keys in all.
    public let keyCount: Int
    private let parts: [Part]
    private let access: Access
    private let version: RDBVersion
    private let profile: Profile
    private let compresses: Bool
    private let takesChecksum: Bool
    /// The sources of the libraries.
    private let functions: [[UInt8]]
    private let time: Int64
    private let memory: Int
    private let written = Atomic(0)
    private let cancellation = Atomic(false)

    /// Takes a snapshot. O(keys).
    init(of engine: Engine) {
        let (configuration, context) = (engine.configuration, engine.context)
        let policy = configuration.maxMemoryPolicy
        let access: Access = policy.isLFU ? .frequency : policy.isLRU ? .idleSeconds : .untold
        self.access = access
        profile = engine.profile
        version = RDBVersion(of: engine.profile)
        compresses = configuration.rdbCompression
        takesChecksum = configuration.rdbChecksum
        functions = engine.libraries.all.map(\.source)
        time = engine.now.milliseconds / 1000
        memory = engine.host.usage().allocatedMemory
        parts = engine.databases.filter { $0.count > 0 }.map { database in
            var words: [UInt] = []
            var accesses: [UInt32] = []
            words.reserveCapacity(database.count)
            database.table.forEach { entry in
                entry.retain()
                if entry.representation == .object { entry.anyObject.settle() }
                words.append(entry.word)
                switch access {
                case .untold: break
                case .idleSeconds: accesses.append(UInt32(context.idleSeconds(entry)))
                case .frequency: accesses.append(UInt32(context.frequency(entry)))
                }
            }
            return Part(
                index: database.index, words: words, volatileCount: database.volatileCount, accesses: accesses)
        }
        keyCount = parts.reduce(0) { $0 + $1.words.count }
    }

    deinit {
        for part in parts { for word in part.words { Entry(word: word).release() } }
    }

    /// How many keys have been written.
    public var writtenCount: Int { written.load(ordering: .relaxed) }

    /// Makes `write` end early. From any thread.
    public func cancel() { cancellation.store(true, ordering: .relaxed) }

    /// Writes the dump in pieces. Returns whether `sink` took them all and nobody cancelled.
    public func write(to sink: (Bytes) -> Bool) -> Bool {
        withoutActuallyEscaping(sink) { sink in
            let writer = RDBWriter(version, compresses: compresses, takesChecksum: takesChecksum, sink: sink)
            writeHeader(writer)
            for part in parts {
                guard write(part, writer) else { return false }
            }
            writer.opcode(.end)
            writer.drain()
            // Zero stands for a file without a checksum.
            writer.littleEndian(takesChecksum ? writer.checksum.value : 0, bytes: 8)
            writer.drain()
            return !writer.hasFailed
        }
    }

    private func writeHeader(_ writer: RDBWriter) {
        version.magic.withBytes { writer.buffer.append($0) }
        func auxiliary(_ name: String, _ value: String) {
            writer.opcode(.auxiliary)
            writer.string(name)
            writer.string(value)
        }
        auxiliary("\(profile.serverName)-ver", profile.version)
        auxiliary("redis-bits", "64")
        auxiliary("ctime", String(time))
        auxiliary("used-mem", String(memory))
        auxiliary("aof-base", "0")
        for library in functions { writer.library(library) }
    }

    private func write(_ part: Part, _ writer: RDBWriter) -> Bool {
        writer.opcode(.selectDatabase)
        writer.length(part.index)
        writer.opcode(.resizeDatabase)
        writer.length(part.words.count)
        writer.length(part.volatileCount)
        for (place, word) in part.words.enumerated() {
            write(Entry(word: word), access: part.accesses.isEmpty ? 0 : part.accesses[place], writer)
            if place & 0xFF == 0xFF {
                written.add(256, ordering: .relaxed)
                if writer.hasFailed || cancellation.load(ordering: .relaxed) { return false }
            }
        }
        return true
    }

    private func write(_ entry: Entry, access seen: UInt32, _ writer: RDBWriter) {
        if let expiry = entry.expiry {
            writer.opcode(.expiryMilliseconds)
            writer.time(expiry)
        }
        switch access {
        case .untold: break
        case .idleSeconds:
            writer.opcode(.idle)
            writer.length(Int(seen))
        case .frequency:
            writer.opcode(.frequency)
            writer.byte(UInt8(truncatingIfNeeded: seen))
        }
        // The type stands before the key, the value behind it.
        writer.value(of: entry) { writer.string(entry.key) }
    }
}
