// DatasetLoader: reads a dump file into databases.
//
// A file of any release up to version 12 (of Valkey: 80) is read, whatever the profile. One that is damaged is refused as a
// whole: it is read into databases of its own, which nobody sees before the end of the file and its checksum have been reached.

/// Reads one dump file.
final class DatasetLoader {
    /// What came of it.
    struct Outcome {
        var loaded = 0
        var expired = 0
        var emptyKeys = 0
        var functions: [[UInt8]] = []
        /// What the file tells about itself, by name.
        var about: [String: String] = [:]
    }

    private let engine: Engine
    private let source: any DumpSource
    private let reader: RDBReader
    private let keepsDuplicates: Bool
    private let key = ByteBuffer()
    private(set) var databases: [Database] = []
    private var outcome = Outcome()

    // What has been told of the key that comes next.
    private var expiry: Int64?
    private var idle: Int?
    private var frequency: Int?

    /// - Parameter keepsDuplicates: Whether a key may come twice, and the later one counts.
    init(_ engine: Engine, _ source: any DumpSource, keepsDuplicates: Bool = false) {
        self.engine = engine
        self.source = source
        self.keepsDuplicates = keepsDuplicates
        reader = RDBReader(source, takesChecksum: engine.configuration.rdbChecksum)
        databases = engine.databases.map { Database(index: $0.index, context: engine.context) }
    }

    /// How far the file has been read, for the log.
    var offset: Int { reader.offset }

    /// Reads the whole file into `databases`. O(its size).
    func load() throws(RDBError) -> Outcome {
        let version = try readVersion()
        let decoder = RDBDecoder(reader, of: engine, origin: version.origin)
        var database = databases[0]
        while true {
            let code = try reader.byte()
            guard let opcode = RDBOpcode(rawValue: code) else {
                try readKey(code, decoder, into: database)
                database.packResting()
                continue
            }
            switch opcode {
            case .end:
                try checkEnd(version)
                return outcome
            case .selectDatabase: database = try selectDatabase()
            case .resizeDatabase: try makeRoom(in: database)
            default: try read(opcode)
            }
        }
    }

    private func readVersion() throws(RDBError) -> RDBVersion {
        let magic = try reader.take(9)
        let origin: RDBOrigin
        let digits: Bytes
        if magic[0..<5] == "REDIS" {
            (origin, digits) = (.redis, magic.dropFirst(5))
        } else if magic[0..<6] == "VALKEY" {
            (origin, digits) = (.valkey, magic.dropFirst(6))
        } else {
            throw .wrongSignature
        }
        guard let number = Int(digits.text), (1...RDBVersion.newest[origin]!).contains(number) else {
            throw .unknownVersion(Int(digits.text) ?? 0)
        }
        return RDBVersion(number: number, origin: origin)
    }

    private func selectDatabase() throws(RDBError) -> Database {
        let index = try reader.count()
        guard databases.indices.contains(index) else {
            throw .unsupported(
                "FATAL: Data file was created with a Redis server configured to handle more than "
                    + "\(databases.count) databases. Exiting")
        }
        return databases[index]
    }

    /// Reads how many keys there are to be, which is believed as far as it costs little.
    private func makeRoom(in database: Database) throws(RDBError) {
        let count = try reader.length()
        _ = try reader.length()
        database.table.reserve(Int(min(count, 1 << 20)))
    }

    private func read(_ opcode: RDBOpcode) throws(RDBError) {
        switch opcode {
        case .expirySeconds: expiry = Int64(Int32(truncatingIfNeeded: try reader.littleEndian(4))) * 1000
        case .expiryMilliseconds: expiry = try reader.time()
        case .frequency: frequency = Int(try reader.byte())
        case .idle: idle = try reader.count()
        case .slotInfo: _ = (try reader.length(), try reader.length(), try reader.length())
        case .auxiliary:
            let name = String(decoding: try reader.array(), as: UTF8.self)
            outcome.about[name] = String(decoding: try reader.array(), as: UTF8.self)
        case .function: outcome.functions.append(try reader.array())
        case .functionOfPreview: throw .unsupported("Pre-release function format not supported.")
        case .moduleAuxiliary:
            throw .unsupported("The RDB file contains AUX module data I can't load: no matching module")
        case .slotImport: throw .unsupported("The RDB file tells of slots that are being imported")
        case .end, .selectDatabase, .resizeDatabase: break
        }
    }

    private func checkEnd(_ version: RDBVersion) throws(RDBError) {
        guard version.number >= 5 else { return }
        let found = reader.checksum()
        let expected = try reader.littleEndian(8)
        guard engine.configuration.rdbChecksum, expected != 0 else { return }
        guard expected == found else { throw .wrongChecksum(expected: expected, found: found) }
    }

    // MARK: Keys

    private func readKey(_ type: UInt8, _ decoder: RDBDecoder, into database: Database) throws(RDBError) {
        try reader.string(into: key)
        defer { (expiry, idle, frequency) = (nil, nil, nil) }
        guard let entry = try readEntry(type, decoder) else { return }
        let hash = database.table.hash(key.bytes)
        if database.table.find(key.bytes, hash: hash) != nil {
            guard keepsDuplicates else {
                entry.release()
                throw .corrupt("RDB has duplicated key '\(key.bytes.text)' in DB \(database.index)")
            }
            database.remove(key.bytes)
        }
        // At once, while what it was read into can serve for the next.
        entry.pack()
        engine.context.initializeAccess(entry)
        engine.context.setAccess(entry, idleSeconds: idle, frequency: frequency)
        database.insert(entry, hash: hash)
        outcome.loaded += 1
    }

    /// The entry of the key that has been read, or nil if there is none to be. Nobody else refers to its value.
    private func readEntry(_ type: UInt8, _ decoder: RDBDecoder) throws(RDBError) -> Entry? {
        guard let content = try decoder.content(type) else {
            outcome.emptyKeys += 1
            return nil
        }
        if let expiry, expiry < decoder.now {
            outcome.expired += 1
            return nil
        }
        return Entry(key: key.bytes, content, expiry: expiry)
    }
}
