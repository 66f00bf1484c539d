// The vocabulary of the dump format: what stands before each thing in a file, and which releases write what.

/// What stands before what is no key.
enum RDBOpcode: UInt8 {
    /// How many keys a slot of a cluster has.
    case slotImport = 243
    case slotInfo = 244
    /// A library of functions.
    case function = 245
    case functionOfPreview = 246
    case moduleAuxiliary = 247
    /// The seconds since the next key was used.
    case idle = 248
    /// How often the next key is used.
    case frequency = 249
    /// A name and a text about the file.
    case auxiliary = 250
    /// How many keys, and how many with an expiry, the database has.
    case resizeDatabase = 251
    /// When the next key expires, in milliseconds and in seconds.
    case expiryMilliseconds = 252
    case expirySeconds = 253
    case selectDatabase = 254
    case end = 255
}

/// How a value is spelled. Older spellings are read and not written.
enum RDBType: UInt8, CaseIterable {
    case string = 0
    case list = 1
    case set = 2
    /// Scores as texts.
    case sortedSetOfTexts = 3
    case hash = 4
    case sortedSet = 5
    case moduleOfPreview = 6
    case module = 7
    case hashZipmap = 9
    case listZiplist = 10
    case setIntset = 11
    case sortedSetZiplist = 12
    case hashZiplist = 13
    case quicklistOfZiplists = 14
    case stream1 = 15
    case hashListpack = 16
    case sortedSetListpack = 17
    case quicklist = 18
    case stream2 = 19
    case setListpack = 20
    case stream3 = 21
    /// Hashes whose fields expire, as release candidates of redis 7.4 spelled them. In a file of Valkey, 22 is its own such hash.
    case hashWithExpiriesOfPreview = 22
    case hashListpackWithExpiriesOfPreview = 23
    case hashWithExpiries = 24
    case hashListpackWithExpiries = 25

    /// In a file of Valkey.
    static let hashOfValkey = hashWithExpiriesOfPreview
}

/// Which family of releases wrote a dump: their version numbers, and a few types, mean different things.
enum RDBOrigin: Equatable {
    case redis, valkey
}

/// What a profile writes and accepts.
struct RDBVersion {
    let number: Int
    let origin: RDBOrigin

    init(of profile: Profile) {
        switch profile {
        case .redis70: self.init(number: 10, origin: .redis)
        case .redis80: self.init(number: 12, origin: .redis)
        case .valkey81: self.init(number: 11, origin: .redis)
        case .valkey91: self.init(number: 80, origin: .valkey)
        }
    }

    init(number: Int, origin: RDBOrigin) {
        self.number = number
        self.origin = origin
    }

    /// The first bytes of a file.
    var magic: [UInt8] {
        let digits = String(number)
        let (word, width) = origin == .valkey ? ("VALKEY", 3) : ("REDIS", 4)
        return Array((word + String(repeating: "0", count: width - digits.count) + digits).utf8)
    }

    /// Whether a server of this version takes payloads of version `other`. Valkey's numbers begin beyond those of Redis, which
    /// went different ways after 11.
    func accepts(_ other: Int) -> Bool {
        if origin == .redis { return other <= number }
        return (1...11).contains(other) || (80...number).contains(other)
    }

    /// Whether a server of this version knows a type, of those that are not as old as listpacks.
    func knows(_ type: RDBType) -> Bool {
        switch type {
        case .setListpack, .stream3: number >= 11
        case .hashWithExpiries, .hashListpackWithExpiries: origin == .redis && number >= 12
        default: true
        }
    }

    /// Whose types a payload of version `other` holds.
    static func origin(of other: Int) -> RDBOrigin { other >= 80 ? .valkey : .redis }

    /// The latest version of each origin that is understood here.
    static let newest: [RDBOrigin: Int] = [.redis: 12, .valkey: 80]
}

/// The codes in front of strings and numbers.
enum RDBLength {
    static let bits6: UInt8 = 0x00
    static let bits14: UInt8 = 0x40
    static let bits32: UInt8 = 0x80
    static let bits64: UInt8 = 0x81
    /// A string that is spelled in another way; the low bits say in which.
    static let encoded: UInt8 = 0xC0
    static let integer8: UInt8 = 0
    static let integer16: UInt8 = 1
    static let integer32: UInt8 = 2
    static let lzf: UInt8 = 3
}

/// What stands in the values of modules.
enum RDBModule {
    /// The nine letters of `vectorset`, six bits each, and the version of its encoding, which is 0.
    static let vectorSet: UInt64 = 0xBDE7_2DA2_BB1E_B400
    static let end: UInt64 = 0
    /// What comes before an unsigned number.
    static let number: UInt64 = 2
    /// What comes before a string.
    static let text: UInt64 = 5

    // What a vector set tells of itself.
    static let hasProjection = 1
    static let hasAttributes = 2
    /// That a node tells which of its links leads farthest, as only the first previews of redis 8.0 did not.
    static let tellsFarthest: UInt64 = 1 << 24
}

/// Why a dump cannot be read.
enum RDBError: Error, Equatable {
    /// It ends too early, or cannot be read on: the system's reason, if there is one.
    case short(String?)
    /// What is there is nothing that a server would have written.
    case corrupt(String)
    /// It holds what this server has no means for.
    case unsupported(String)
    case wrongSignature
    case unknownVersion(Int)
    case wrongChecksum(expected: UInt64, found: UInt64)
}
