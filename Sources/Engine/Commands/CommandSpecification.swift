// CommandSpecification: what a command is, declared once beside its code. Arity checks, COMMAND, key extraction, ACL
// categories, hints and the grammar of the differential generator all derive from it.

/// Runs a command. The arguments hold the command name first (for a subcommand: the container's name, then its own).
typealias CommandHandler = @Sendable (_ session: Session, _ arguments: Arguments) throws(CommandError) -> Void

/// A command or subcommand: a row of a family's table.
struct CommandSpecification: HasVariants {
    /// In lower case; a subcommand's is its own word alone.
    let name: String
    /// Whose command it is. In the other profiles it is an unknown one.
    let profiles: Profiles
    /// The number of arguments, the name included (for a subcommand, the container's name too); negative: at least that many.
    var arity: Int
    var flags: CommandFlags
    /// Beyond those that follow from the flags and the group.
    let categories: CommandCategories
    var keys: [KeySpecification]
    /// Finds the keys where `keys` does not tell all.
    var keyProcedure: KeyProcedure?
    /// Which arguments are channels, if any are.
    let channels: ChannelArguments?
    var tips: [String]
    let documentation: @Sendable () -> CommandDocumentation
    let subcommands: [CommandSpecification]
    /// Absent for a container that does nothing by itself.
    var handler: CommandHandler?
    var variants: [Variant<CommandSpecification>] = []

    // Inlined, it would be most of the tables' code.
    @inline(never) init(
        _ name: String, profiles: Profiles = .all, arity: Int, flags: CommandFlags = [],
        categories: CommandCategories = [],
        keys: [KeySpecification] = [], keyProcedure: KeyProcedure? = nil,
        channels: ChannelArguments? = nil, tips: [String] = [],
        subcommands: [CommandSpecification] = [],
        documentation: @escaping @Sendable () -> CommandDocumentation, handler: CommandHandler? = nil
    ) {
        self.name = name
        self.profiles = profiles
        self.arity = arity
        self.flags = flags
        self.categories = categories
        self.keys = keys
        self.keyProcedure = keyProcedure
        self.channels = channels
        self.tips = tips
        self.documentation = documentation
        self.subcommands = subcommands
        self.handler = handler
    }
}

/// What the server must know of a command before it runs it. The names are those of COMMAND INFO.
struct CommandFlags: OptionSet, Sendable {
    let rawValue: UInt32

    static let write = CommandFlags(rawValue: 1 << 0)
    static let readonly = CommandFlags(rawValue: 1 << 1)
    static let denyOOM = CommandFlags(rawValue: 1 << 2)
    static let module = CommandFlags(rawValue: 1 << 3)
    static let admin = CommandFlags(rawValue: 1 << 4)
    static let pubsub = CommandFlags(rawValue: 1 << 5)
    static let noscript = CommandFlags(rawValue: 1 << 6)
    static let blocking = CommandFlags(rawValue: 1 << 7)
    static let loading = CommandFlags(rawValue: 1 << 8)
    static let stale = CommandFlags(rawValue: 1 << 9)
    static let skipMonitor = CommandFlags(rawValue: 1 << 10)
    static let skipSlowlog = CommandFlags(rawValue: 1 << 11)
    static let asking = CommandFlags(rawValue: 1 << 12)
    static let fast = CommandFlags(rawValue: 1 << 13)
    static let noAuth = CommandFlags(rawValue: 1 << 14)
    /// Not shown by COMMAND INFO: such a command changes what replicas have, though no key (PUBLISH).
    static let mayReplicate = CommandFlags(rawValue: 1 << 15)
    static let noMandatoryKeys = CommandFlags(rawValue: 1 << 16)
    static let noAsyncLoading = CommandFlags(rawValue: 1 << 17)
    static let noMulti = CommandFlags(rawValue: 1 << 18)
    static let movableKeys = CommandFlags(rawValue: 1 << 19)
    static let allowBusy = CommandFlags(rawValue: 1 << 20)
    /// Behind `enable-debug-command` or `enable-module-command`, as DEBUG and MODULE LOAD are. Not shown by COMMAND INFO.
    static let protected = CommandFlags(rawValue: 1 << 21)
    /// What it runs may say what it does, which then counts instead of the command's own flags. Not shown by COMMAND INFO.
    static let runsScript = CommandFlags(rawValue: 1 << 22)

    /// Each flag with the name that COMMAND INFO gives it, in the order in which it lists them.
    static func names(of profile: Profile) -> [(flag: CommandFlags, name: String)] {
        profile.isValkey ? names.map { ($0.flag, $0.flag == .skipSlowlog ? "skip_commandlog" : $0.name) } : names
    }

    private static let names: [(flag: CommandFlags, name: String)] = [
        (.write, "write"), (.readonly, "readonly"), (.denyOOM, "denyoom"), (.module, "module"), (.admin, "admin"),
        (.pubsub, "pubsub"), (.noscript, "noscript"), (.blocking, "blocking"), (.loading, "loading"),
        (.stale, "stale"), (.skipMonitor, "skip_monitor"), (.skipSlowlog, "skip_slowlog"), (.asking, "asking"),
        (.fast, "fast"), (.noAuth, "no_auth"),
        (.noMandatoryKeys, "no_mandatory_keys"), (.noAsyncLoading, "no_async_loading"), (.noMulti, "no_multi"),
        (.movableKeys, "movablekeys"), (.allowBusy, "allow_busy"),
    ]
}

/// The ACL categories, with the names of ACL CAT.
struct CommandCategories: OptionSet, Sendable {
    let rawValue: UInt32

    static let keyspace = CommandCategories(rawValue: 1 << 0)
    static let read = CommandCategories(rawValue: 1 << 1)
    static let write = CommandCategories(rawValue: 1 << 2)
    static let set = CommandCategories(rawValue: 1 << 3)
    static let sortedset = CommandCategories(rawValue: 1 << 4)
    static let list = CommandCategories(rawValue: 1 << 5)
    static let hash = CommandCategories(rawValue: 1 << 6)
    static let string = CommandCategories(rawValue: 1 << 7)
    static let bitmap = CommandCategories(rawValue: 1 << 8)
    static let hyperloglog = CommandCategories(rawValue: 1 << 9)
    static let geo = CommandCategories(rawValue: 1 << 10)
    static let stream = CommandCategories(rawValue: 1 << 11)
    static let pubsub = CommandCategories(rawValue: 1 << 12)
    static let admin = CommandCategories(rawValue: 1 << 13)
    static let fast = CommandCategories(rawValue: 1 << 14)
    static let slow = CommandCategories(rawValue: 1 << 15)
    static let blocking = CommandCategories(rawValue: 1 << 16)
    static let dangerous = CommandCategories(rawValue: 1 << 17)
    static let connection = CommandCategories(rawValue: 1 << 18)
    static let transaction = CommandCategories(rawValue: 1 << 19)
    static let scripting = CommandCategories(rawValue: 1 << 20)

    /// Each category with its name, in the order in which the server lists them.
    static let names: [(category: CommandCategories, name: String)] = [
        (.keyspace, "keyspace"), (.read, "read"), (.write, "write"), (.set, "set"), (.sortedset, "sortedset"),
        (.list, "list"), (.hash, "hash"), (.string, "string"), (.bitmap, "bitmap"), (.hyperloglog, "hyperloglog"),
        (.geo, "geo"), (.stream, "stream"), (.pubsub, "pubsub"), (.admin, "admin"), (.fast, "fast"), (.slow, "slow"),
        (.blocking, "blocking"), (.dangerous, "dangerous"), (.connection, "connection"),
        (.transaction, "transaction"), (.scripting, "scripting"),
    ]
}

/// Where a command's keys stand among its arguments and what it does to them.
struct KeySpecification: Sendable {
    /// What is done to the keys, with the names that COMMAND INFO shows.
    struct Flags: OptionSet, Sendable {
        let rawValue: UInt16
        static let readOnly = Flags(rawValue: 1 << 0)  // RO
        static let readWrite = Flags(rawValue: 1 << 1)  // RW
        static let overwrite = Flags(rawValue: 1 << 2)  // OW
        static let remove = Flags(rawValue: 1 << 3)  // RM
        static let access = Flags(rawValue: 1 << 4)
        static let update = Flags(rawValue: 1 << 5)
        static let insert = Flags(rawValue: 1 << 6)
        static let delete = Flags(rawValue: 1 << 7)
        static let notKey = Flags(rawValue: 1 << 8)
        static let incomplete = Flags(rawValue: 1 << 9)
        static let variableFlags = Flags(rawValue: 1 << 10)

        static let names: [(flag: Flags, name: String)] = [
            (.readOnly, "RO"), (.readWrite, "RW"), (.overwrite, "OW"), (.remove, "RM"), (.access, "access"),
            (.update, "update"), (.insert, "insert"), (.delete, "delete"), (.notKey, "not_key"),
            (.incomplete, "incomplete"), (.variableFlags, "variable_flags"),
        ]
    }

    enum Begin: Sendable {
        case index(Int)
        /// After the argument `word`, sought from position `from` (negative: backwards from the end).
        case keyword(String, from: Int)
        case unknown
    }

    enum Find: Sendable {
        /// `last` counts from the first key; -1 is the last argument, -2 the one before it. `limit` as COMMAND INFO tells it.
        case range(last: Int, step: Int, limit: Int)
        /// The number of keys stands at `keyNumber` from the beginning, the keys from `first` on.
        case count(keyNumber: Int, first: Int, step: Int)
        case unknown
    }

    var flags: Flags
    let begin: Begin
    let find: Find
    var notes: String? = nil
}

/// The groups that COMMAND DOCS names.
enum CommandGroup: String, Sendable {
    case generic, string, list, set, hash, pubsub, transactions, connection, server, scripting, hyperloglog, cluster
    case sortedSet = "sorted-set"
    case geo, stream, bitmap, sentinel, module
}

/// What COMMAND DOCS tells of a command. Made when asked for.
struct CommandDocumentation: HasVariants {
    let summary: String
    var since: String
    let group: CommandGroup
    var complexity: String?
    /// The module that the real server has it from: then COMMAND DOCS tells of nothing else but the group.
    var module: String? = nil
    /// Meant for the server's own use.
    var isSystem = false
    var deprecatedSince: String? = nil
    var replacedBy: String? = nil
    /// Where `deprecatedSince` and `replacedBy` hold.
    var deprecatedIn = Profiles.all
    /// Pairs of a version and what it changed.
    var history: [(version: String, change: String)] = []
    var arguments: [ArgumentSpecification] = []
    var variants: [Variant<CommandDocumentation>] = []
}

/// One argument in a command's grammar, as COMMAND DOCS tells it.
struct ArgumentSpecification: HasVariants {
    enum Kind: String, Sendable {
        case string, integer, double, key, pattern
        case unixTime = "unix-time"
        case pureToken = "pure-token"
        case oneOf = "oneof"
        case block
    }

    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8
        static let optional = Flags(rawValue: 1 << 0)
        static let multiple = Flags(rawValue: 1 << 1)
        static let multipleToken = Flags(rawValue: 1 << 2)
    }

    var name: String
    var kind: Kind
    /// The word that stands before the argument, if any.
    var token: String? = nil
    var flags: Flags = []
    /// Which of the command's key specifications a key belongs to.
    var keySpecification: Int? = nil
    /// What is shown instead of the name, where they differ.
    var display: String? = nil
    var since: String? = nil
    var deprecatedSince: String? = nil
    var summary: String? = nil
    /// The alternatives of a `oneOf`, the parts of a `block`.
    var parts: [ArgumentSpecification] = []
    /// Whose argument it is.
    var profiles = Profiles.all
    var variants: [Variant<ArgumentSpecification>] = []

    init(
        _ name: String, _ kind: Kind, token: String? = nil, _ flags: Flags = [], key keySpecification: Int? = nil,
        display: String? = nil, since: String? = nil, deprecatedSince: String? = nil, summary: String? = nil,
        parts: [ArgumentSpecification] = []
    ) {
        self.name = name
        self.kind = kind
        self.token = token
        self.flags = flags
        self.keySpecification = keySpecification
        self.display = display
        self.since = since
        self.deprecatedSince = deprecatedSince
        self.summary = summary
        self.parts = parts
    }
}
