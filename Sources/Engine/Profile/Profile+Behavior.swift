// What the releases do in different ways, by name. Each is one difference, or a few that came with one change of the real server's.

extension Profile {
    /// Whether it is at least as new as Redis 7.2, which all are that are not Redis 7.0: Valkey began as a copy of 7.2.
    private var isAtLeast72: Bool { self != .redis70 }

    // MARK: Numbers

    /// How a double is replied and stored.
    var doubleStyle: DoubleText.Style { isAtLeast72 ? .shortest : .seventeenDigits }

    /// Whether positions are replied as other doubles are; else with 17 digits behind the point.
    var repliesPositionsAsDoubles: Bool { self == .redis80 }

    /// Whether a score, a weight or a coordinate may be hexadecimal.
    var readsHexadecimal: Bool { self != .valkey91 }

    /// Whether the bound of a range of scores, or a number that SORT compares by, may have space in front, or be hexadecimal.
    var readsLooseBounds: Bool { self == .redis70 || self == .valkey81 }

    // MARK: Users

    /// Whether the rules for commands are shown in a short form of the server's own, rather than as they were given.
    var showsShortestRules: Bool { self == .redis70 }

    /// Whether rules name databases too.
    var hasDatabaseRules: Bool { self == .valkey91 }

    // MARK: Encodings

    /// Whether small integers are objects that all keys share.
    var sharesIntegers: Bool { !isValkey }

    /// Whether a small list is one listpack; else it is a quicklist of one node.
    var hasListpackLists: Bool { isAtLeast72 }

    /// The size of an element that gets a node of its own in a quicklist; 0 if that depends on how full nodes get.
    var packedThreshold: Int { isAtLeast72 ? 0 : 1 << 30 }

    /// Whether a small set of any members is a listpack; else it is a hash table.
    var hasListpackSets: Bool { isAtLeast72 }

    /// Whether how many elements a command brings decides between encodings before it adds any.
    var sizesByArguments: Bool { isAtLeast72 }

    /// Whether a small hash whose fields expire is a listpack, too; else it is a hash table.
    var packsExpiriesOfFields: Bool { !isValkey }

    /// Whether a member that is too long for a listpack makes a sorted set large even if it is not added.
    var measuresMembersFirst: Bool { isValkey }

    // MARK: Fields of hashes that expire

    /// Whether the commands of fields with expiries read all their arguments before they look the key up, and take Valkey's options.
    var readsFieldsFirst: Bool { isValkey }

    /// Whether a field that is given an expiry in the past expires, where else it is deleted.
    var expiresFieldsInPast: Bool { isValkey }

    // MARK: Groups of streams

    /// Whether a group's counter of entries is doubted where the group is behind an entry that was deleted, or before the first.
    var doubtsDeleted: Bool { isAtLeast72 }

    /// Whether a group that is before the first entry lags by as many as there are.
    var countsEntriesAhead: Bool { self == .redis80 }

    /// Whether a command makes the consumer that it names even if there is nothing for it.
    var makesConsumersFirst: Bool { isAtLeast72 }

    // MARK: Clients that wait

    /// Whether a client that waits for several keys is served with the one that is ready, whatever has become of the others.
    var servesReadyKeyAlone: Bool { !isAtLeast72 }

    // MARK: Requests

    /// Whether an argument must be followed by a line end.
    var checksLineEnds: Bool { self == .valkey91 }

    /// How inline requests are read.
    var inlineReading: InlineWords.Reading {
        switch self {
        case .redis70, .redis80: []
        case .valkey81: .dropsByte255
        case .valkey91: [.dropsByte255, .joinsQuoted]
        }
    }

    // MARK: Arguments

    /// Whether LSET cuts the index to 32 bits.
    var cutsIndexToSet: Bool { isAtLeast72 }

    /// Whether LPOS refuses the least integer as a rank.
    var refusesLeastRank: Bool { isAtLeast72 }

    /// Whether a negative offset of LIMIT counts from the other end of a large sorted set.
    var countsOffsetsBack: Bool { isAtLeast72 }

    /// Whether a cursor may be negative or no text at all, but not begin with space.
    var readsLenientCursors: Bool { self == .redis70 }

    /// Whether SCAN refuses a type that there is not.
    var knowsTypesToScan: Bool { isValkey }

    /// Whether ZSCAN takes NOSCORES.
    var scansWithoutScores: Bool { isValkey }

    /// Whether HSCAN takes NOVALUES.
    var scansWithoutValues: Bool { isAtLeast72 }

    /// Whether ZRANK and ZREVRANK take WITHSCORE.
    var ranksWithScore: Bool { isAtLeast72 }

    /// Whether BITCOUNT and BITPOS read all arguments before they look the key up.
    var readsBitRangesFirst: Bool { isAtLeast72 }

    /// Whether a timeout is refused that goes beyond the end of the clock.
    var limitsTimeouts: Bool { isAtLeast72 }

    /// Whether CLIENT PAUSE and CLIENT UNBLOCK pass over arguments that are too many, and what they say.
    var passesOverSpareArguments: Bool { isValkey }

    /// Whether nothing is told to those who have not authenticated, not even that there is no such command.
    var hidesCommands: Bool { self == .valkey91 }

    /// Whether what HELLO says of the client holds as soon as it is read, also if a later argument is refused.
    var obeysHelloInTurn: Bool { !isAtLeast72 }

    /// Whether RESET undoes CLIENT NO-EVICT.
    var resetsEviction: Bool { isAtLeast72 }

    /// Whether PFDEBUG has SIMD.
    var debugsVectorInstructions: Bool { isAtLeast72 }

    /// Whether a script may call XREAD with BLOCK, which does not block there.
    var readsBlockingInScripts: Bool { isAtLeast72 }

    /// Whether XSETID looks at the greatest id that was deleted from the stream.
    var checksDeletedID: Bool { isAtLeast72 }

    /// Whether GETEX looks at the time before it looks at the key.
    var readsTimeFirst: Bool { self == .valkey91 }

    /// Whether LTRIM changes a key, for those who watch it, from which it removes nothing.
    var trimsWithoutRemoval: Bool { self != .valkey91 }

    /// Whether times of fields in seconds are rounded to the nearest second, not up.
    var roundsTimesOfFields: Bool { self == .valkey91 }

    /// Whether COMMAND INFO tells of no subcommands as an array, as it does of some.
    var listsNoSubcommands: Bool { self == .valkey91 }

    /// Whether GEOSEARCH takes BYPOLYGON.
    var searchesPolygons: Bool { self == .valkey91 }

    /// Whether XREAD takes `+` for the last entry.
    var readsLastEntry: Bool { isAtLeast72 }

    /// Whether `+` finds nothing once the newest entry is deleted, where else it finds the last that is left.
    var readsLastEntryByLastID: Bool { isValkey }

    /// Whether `+` is refused of a stream to which no entry was ever added.
    var refusesLastOfNone: Bool { self == .valkey81 }

    /// Whether the name of a client is looked at up to its first NUL.
    var endsNamesAtNUL: Bool { isAtLeast72 }

    /// Whether a client that has once begun a transaction, or watched a key, is shown with one of no commands from then on.
    var showsPastTransactions: Bool { isValkey }

    /// Whether the width in a type of BITFIELD is a C string, which ends at its first NUL.
    var endsWidthsAtNUL: Bool { self != .valkey91 }

    // MARK: Replies and errors

    /// Whether DEBUG OBJECT tells how often a key is used.
    var tellsFrequencyInDebug: Bool { self == .valkey81 }

    /// Whether a refusal names the user.
    var namesUserInDenials: Bool { isAtLeast72 }

    /// What HELP says of itself.
    var wordsOfHelp: String { isAtLeast72 ? "    Print this help." : "    Prints this help." }

    /// Whether an unbalanced list of streams is blamed on the command that got it.
    var namesUnbalancedRead: Bool { isAtLeast72 }

    /// Whether a search around a member that is not there says which.
    var namesMissingMember: Bool { self == .valkey91 }

    /// Whether XINFO tells when a consumer was last active.
    var tellsActivityOfConsumers: Bool { isAtLeast72 }

    // MARK: Scripts

    /// Whether an error that ends a script tells the script's digest.
    var namesScriptsInErrors: Bool { self != .valkey91 }

    /// Whether maps and sets that scripts get have room for all that is in them from the start, from which their order follows.
    var sizesScriptTables: Bool { isValkey }

    /// Whether a script that calls an unknown subcommand is told so; else that the command is unknown.
    var namesSubcommandToScripts: Bool { self == .valkey91 }
}
