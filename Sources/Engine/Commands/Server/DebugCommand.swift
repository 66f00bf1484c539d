// DEBUG: what the test suites of clients and servers use of it. Its subcommands are no commands of their own, as on the real
// server: COMMAND does not know them. Those that make no sense here (crashing, jemalloc, a C program's structures) are unknown.

enum DebugCommand {
    static func debug(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        if try debugServer(session, arguments) { return }
        if try debugData(session, arguments) { return }
        throw .unknownSubcommandOrArity(arguments[1], of: "debug")
    }

    /// The subcommands that concern the server. Returns whether it is one of them.
    private static func debugServer(_ session: Session, _ arguments: Arguments) throws(CommandError) -> Bool {
        let word = arguments[1]
        let engine = session.engine
        switch arguments.count {
        case 2 where word.matches("help"): help(session)
        case 2 where word.matches("change-repl-id"):
            engine.replicationID = RunIdentifier.make(&engine.context.random)
            engine.host.log(.notice, "Changing replication IDs after receiving change-repl-id")
            session.reply.ok()
        // An error that is asked for is none of the server's: it is not counted.
        case 3 where word.matches("error"): session.reply.error(CommandError(bytes: arguments[2].array))
        case 3 where word.matches("log"):
            engine.host.log(.warning, "DEBUG LOG: \(arguments[2].text)")
            session.reply.ok()
        case 3 where word.matches("protocol"): try answer(arguments[2], session.reply)
        case 3 where word.matches("set-active-expire"):
            engine.activeExpiryIsOn = CNumber.prefix(of: arguments[2]) != 0
            session.reply.ok()
        case 3 where word.matches("sleep"): sleep(session, arguments)
        default: return false
        }
        return true
    }

    /// The subcommands that concern keys and values. Returns whether it is one of them.
    private static func debugData(_ session: Session, _ arguments: Arguments) throws(CommandError) -> Bool {
        let word = arguments[1]
        switch arguments.count {
        case 2 where word.matches("digest"):
            session.reply.simple(
                DatasetDigest.digest(of: session.engine.databases, session.engine.profile.doubleStyle).hexadecimal)
        case 2... where word.matches("digest-value"): digestValues(session, arguments)
        case 3 where word.matches("listpack"): try listpack(session, arguments)
        case 2 where word.matches("loadaof"): try PersistenceCommands.debugLoadAOF(session)
        case 3 where word.matches("object"): try object(session, arguments)
        case 4 where word.matches("object") && session.engine.profile.isValkey: try object(session, arguments)
        case 3...5 where word.matches("populate"): try populate(session, arguments)
        case 3 where word.matches("quicklist-packed-threshold"):
            guard let size = MemorySize.parse(arguments[2], session.engine.profile), size < 1 << 32 else {
                throw CommandError("ERR argument must be a memory value bigger than 1 and smaller than 4gb")
            }
            session.engine.context.packedThreshold = Int(size)
            session.reply.ok()
        case 2... where word.matches("reload"): try PersistenceCommands.debugReload(session, arguments)
        default: return false
        }
        return true
    }

    // MARK: The server

    /// Nobody is served until the time is over. Text that is no number is no time.
    private static func sleep(_ session: Session, _ arguments: Arguments) {
        let seconds = Double(arguments[2].text) ?? 0
        guard seconds > 0 else { return session.reply.ok() }
        let microseconds = Int64(min(seconds, 1e9) * 1_000_000)
        guard session.deniesBlocking else { return session.sleep(arguments, microseconds: microseconds) }
        // One sleep of a transaction begins when the former ends: the time of its commands stands still.
        let engine = session.engine
        engine.stall(until: max(engine.asleepUntil, engine.now.monotonic) + microseconds)
        session.reply.ok()
    }

    /// A reply of each kind that the protocol knows.
    private static func answer(_ kind: Bytes, _ reply: ReplyWriter) throws(CommandError) {
        if kind.matches("string") {
            reply.bulk("Hello World")
        } else if kind.matches("integer") {
            reply.integer(12_345)
        } else if kind.matches("double") {
            reply.double(3.141)
        } else if kind.matches("null") {
            reply.null()
        } else if kind.matches("array") {
            reply.array(3)
            for number in 0..<3 { reply.integer(number) }
        } else if kind.matches("set") {
            reply.set(3)
            for number in 0..<3 { reply.integer(number) }
        } else if kind.matches("map") {
            reply.map(3)
            for number in 0..<3 {
                reply.integer(number)
                reply.boolean(number == 1)
            }
        } else if kind.matches("attrib") {
            answerWithAttribute(reply)
        } else if kind.matches("push") {
            try answerWithPush(reply)
        } else if kind.matches("verbatim") {
            reply.verbatim("This is a verbatim\nstring")
        } else if kind.matches("true") {
            reply.boolean(true)
        } else if kind.matches("false") {
            reply.boolean(false)
        } else if kind.matches("bignum") {
            reply.bigNumber("1234567999999999999999999999999999999")
        } else {
            throw CommandError(
                "ERR Wrong protocol type name. Please use one of the following: string|integer|double|bignum|null|"
                    + "array|set|map|attrib|push|verbatim|true|false")
        }
    }

    private static func answerWithAttribute(_ reply: ReplyWriter) {
        if reply.version == .resp3 {
            reply.attribute(1)
            reply.bulk("key-popularity")
            reply.array(2)
            reply.bulk("key:123")
            reply.integer(90)
        }
        reply.bulk("Some real reply following the attribute")
    }

    /// What is pushed stands behind the reply, as every push does that a command sends to its own client.
    private static func answerWithPush(_ reply: ReplyWriter) throws(CommandError) {
        guard reply.version == .resp3 else { throw CommandError("ERR RESP2 is not supported by this command") }
        reply.bulk("Some real reply following the push reply")
        reply.push(2)
        reply.bulk("server-cpu-usage")
        reply.integer(42)
    }

    // MARK: Keys and values

    private static func digestValues(_ session: Session, _ arguments: Arguments) {
        session.reply.array(arguments.count - 2)
        for index in 2..<arguments.count {
            var digest = SHA1.Digest.zero
            if let entry = session.database.peek(arguments[index]) {
                DatasetDigest.mix(entry, session.engine.profile.doubleStyle, into: &digest)
            }
            session.reply.simple(digest.hexadecimal)
        }
    }

    private static func listpack(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let entry = session.database.peek(arguments[2]) else { throw .noSuchKey }
        guard let listpack = entry.listpack else { throw CommandError("ERR Not a listpack encoded object.") }
        let log = { (line: String) in session.engine.host.log(.notice, line) }
        log("Listpack of \(listpack.byteCount) bytes, \(listpack.count) elements")
        var index = 0
        listpack.forEach(from: listpack.start) { _, element in
            log("\(index): \(String(decoding: InlineWords.quote(element.array), as: UTF8.self))")
            index += 1
            return true
        }
        session.reply.simple("Listpack structure printed on stdout")
    }

    private static func object(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let entry = session.database.peekIgnoringExpiry(arguments[2]) else { throw .noSuchKey }
        let context = session.database.context
        let isBrief = arguments.count > 3 && arguments[3].matches("fast")
        let isShared = session.engine.profile.sharesIntegers && entry.isSharedInteger
        let details = entry.representation == .object ? entry.anyObject.debugDetails(briefly: isBrief) : ""
        session.reply.simple(
            "Value at:0x\(String(entry.word, radix: 16)) refcount:\(isShared ? Int(Int32.max) : 1) "
                + "encoding:\(entry.encodingName(in: session.engine.profile))"
                + "\(isBrief ? "" : serializedLength(of: entry, session)) lru:\(entry.access) "
                + "lru_seconds_idle:\(context.idleSeconds(entry))\(frequency(of: entry, session))\(details)")
    }

    /// How many bytes a value takes in a dump, which takes time to find out.
    private static func serializedLength(of entry: Entry, _ session: Session) -> String {
        let (configuration, version) = (session.engine.configuration, RDBVersion(of: session.engine.profile))
        return " serializedlength:\(DumpPayload.size(of: entry, configuration, version: version))"
    }

    /// What one release tells of LFU, whatever the policy: the date of the last access is read as the counter and its time then.
    private static func frequency(of entry: Entry, _ session: Session) -> String {
        guard session.engine.profile.tellsFrequencyInDebug else { return "" }
        let frequency = session.database.context.frequency(entry)
        return " lfu_freq:\(frequency) lfu_access_time_minutes:\(entry.access >> 8)"
    }

    /// Makes the keys `prefix:0`, `prefix:1` ... that there are not yet, whose values are `value:0` ..., with NULs behind them,
    /// or cut, if a size is asked for.
    private static func populate(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let count = try arguments[2].parseNonNegative()
        let prefix = arguments.count > 3 ? arguments[3].array : Array("key".utf8)
        let size = arguments.count > 4 ? try arguments[4].parseNonNegative() : 0
        for number in 0..<count {
            let key = prefix + ":\(number)".utf8
            var value = Array("value:\(number)".utf8)
            if size > 0 {
                value.removeLast(max(0, value.count - size))
                value += Array(repeating: 0, count: size - value.count)
            }
            key.withBytes { key in
                let location = session.database.lookUpForWriting(key)
                guard location.entry == nil else { return }
                value.withBytes { session.database.add(key, .bytes($0), at: location) }
                session.database.signalModified(key)
            }
        }
        session.reply.ok()
    }

    // MARK: HELP

    private static func help(_ session: Session) {
        var lines = [
            "CHANGE-REPL-ID", "    Change the replication IDs of the instance.",
            "    Dangerous: should be used only for testing the replication subsystem.",
            "DIGEST", "    Output a hex signature representing the current DB content.",
            "DIGEST-VALUE <key> [<key> ...]", "    Output a hex signature of the values of all the specified keys.",
            "ERROR <string>", "    Return a Redis protocol error with <string> as message. Useful for clients",
            "    unit tests to simulate Redis errors.",
            "LOG <message>", "    Write <message> to the server log.",
            "LOADAOF", "    Flush the AOF buffers on disk and reload the AOF in memory.",
            "OBJECT <key>", "    Show low level info about `key` and associated value.",
            "POPULATE <count> [<prefix>] [<size>]",
            "    Create <count> string keys named key:<num>. If <prefix> is specified then",
            "    it is used instead of the 'key' prefix. These are not propagated to",
            "    replicas. Cluster slots are not respected so keys not belonging to the",
            "    current node can be created in cluster mode.",
            "PROTOCOL <type>", "    Reply with a test value of the specified type. <type> can be: string,",
            "    integer, double, bignum, null, array, set, map, attrib, push, verbatim,",
            "    true, false.",
            "RELOAD [option ...]",
            "    Save the RDB on disk and reload it back to memory. Valid <option> values:",
            "    * MERGE: conflicting keys will be loaded from RDB.",
            "    * NOFLUSH: the existing database will not be removed before load, but",
            "      conflicting keys will generate an exception and kill the server.",
            "    * NOSAVE: the database will be loaded from an existing RDB file.",
            "    Examples:", "    * DEBUG RELOAD: verify that the server is able to persist, flush and reload",
            "      the database.",
            "    * DEBUG RELOAD NOSAVE: replace the current database with the contents of an",
            "      existing RDB file.",
            "    * DEBUG RELOAD NOSAVE NOFLUSH MERGE: add the contents of an existing RDB",
            "      file to the database.",
            "SET-ACTIVE-EXPIRE <0|1>",
            "    Setting it to 0 disables expiring keys (and hash-fields) in background ",
            "    when they are not accessed (otherwise the Redis behavior). Setting it",
            "    to 1 reenables back the default.",
            "QUICKLIST-PACKED-THRESHOLD <size>",
            "    Sets the threshold for elements to be inserted as plain vs packed nodes",
            "    Default value is 1GB, allows values up to 4GB. Setting to 0 restores to default.",
            "SLEEP <seconds>", "    Stop the server for <seconds>. Decimals allowed.",
            "LISTPACK <key>", "    Show low level info about the listpack encoding of <key>.",
        ]
        if session.engine.profile.isValkey {
            let place = lines.firstIndex(of: "OBJECT <key>")!
            lines[place] += " [fast]"
            lines[place + 2..<place + 2] = [
                "    Some fields of the default behavior may be time consuming to fetch,",
                "    and `fast` can be passed to avoid fetching them.",
            ]
        }
        Arguments.replyHelp("debug", lines, to: session.reply)
    }
}

extension Entry {
    /// The listpack that a small collection is kept in.
    fileprivate var listpack: Listpack? {
        guard type != .string, "\(encodingName(in: .standard))" == "listpack" else { return nil }
        switch type {
        case .list:
            var found: Listpack?
            object(ListValue.self).forEachNode { listpack, _ in found = listpack }
            return found
        case .set: if case .listpack(let listpack) = object(SetValue.self).storage { return listpack }
        case .sortedSet: return object(SortedSetValue.self).pairs
        case .hash: return object(HashValue.self).listpack
        case .string, .stream, .vectorSet: break
        }
        return nil
    }
}
