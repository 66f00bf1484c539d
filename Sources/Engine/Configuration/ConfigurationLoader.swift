// ConfigurationLoader: reads configuration text line by line, as redis.conf is written and as the command line becomes it.
//
// Guarantee: what is refused is refused with the real server's words, and for the same line. Nothing is opened here: files come
// from whoever loads.

/// The files that a configuration names, as whoever loads it provides them. Errors are the system's reasons, as `strerror` words them.
public protocol ConfigurationFiles {
    /// What `dir` is before it is configured: an absolute path.
    var currentDirectory: String { get }
    /// The content of the file at `path`.
    func read(_ path: String) throws(ConfigurationFileError) -> [UInt8]
    /// The paths that a pattern with `*`, `?` or `[` stands for, sorted; none is no error.
    func expand(_ pattern: String) -> [String]
    /// All of the standard input.
    func readStandardInput() -> [UInt8]
    /// Makes `path` the directory that relative paths start from, and returns it as an absolute path.
    func changeDirectory(_ path: String) throws(ConfigurationFileError) -> String
    /// Makes sure that `path` can be appended to.
    func checkLogFile(_ path: String) throws(ConfigurationFileError)
}

/// Why a file cannot be used, in the system's words.
public struct ConfigurationFileError: Error, Sendable {
    /// As `strerror` words it.
    public let reason: String

    /// An error with the system's words.
    public init(_ reason: String) { self.reason = reason }
}

extension Configuration {
    /// Reads a configuration as `start` says: the file, then the standard input, then the options, the last word winning.
    public func load(_ start: StartOptions, files: any ConfigurationFiles) throws(ConfigurationError) {
        let loader = ConfigurationLoader(self, files: files)
        var text: [UInt8] = []
        if let path = start.path {
            for content in try loader.contents(of: path) { text += content }
        }
        if start.readsStandardInput { text += files.readStandardInput() }
        if !start.options.isEmpty { text += [0x0A] + start.options }
        if let profile = ConfigurationLoader.profile(named: text) { adopt(profile) }
        try loader.load(text)
        try loader.finish()
    }
}

private final class ConfigurationLoader {
    private let configuration: Configuration
    private let files: any ConfigurationFiles
    /// The line that is being read.
    private var line = ConfigurationError.Line(number: 0, text: "")
    /// Directives that no one knows. Any of them could be a module's: they are an error once everything has been read.
    private var unknown: [String] = []
    private var module: String?
    private var hasSavePoints = false
    private var depth = 0
    /// The commands' own names by the names that they have by now.
    private lazy var commandNames = Dictionary(
        CommandFamilies.all.map { ($0.name, $0.name) }, uniquingKeysWith: { name, _ in name })

    /// To try rules on.
    private lazy var access = AccessControl(
        configuration, CommandTable(CommandFamilies.all, of: configuration.profile))

    private static let greatestDepth = 64

    init(_ configuration: Configuration, files: any ConfigurationFiles) {
        self.configuration = configuration
        self.files = files
        configuration.store(.text(Array(files.currentDirectory.utf8)), at: configuration.table.index(of: "dir")!)
    }

    /// The profile that a text asks for, on which it depends what the other lines mean.
    static func profile(named text: [UInt8]) -> Profile? {
        var found: Profile?
        for line in text.split(separator: 0x0A) {
            guard let words = Array(line).withBytes({ InlineWords.split($0) }), words.count == 2,
                words[0].withBytes({ $0.matches("compat") })
            else { continue }
            found = Profile.allCases.first { profile in words[1].withBytes { $0.isSame(as: profile.word) } } ?? found
        }
        return found
    }

    private func refusal(_ reason: String) -> ConfigurationError { .refused(reason: reason, line: line) }

    /// What the files hold that `path`, which may be a pattern, stands for.
    func contents(of path: String) throws(ConfigurationError) -> [[UInt8]] {
        let isPattern = path.utf8.contains {
            $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[")
        }
        var contents: [[UInt8]] = []
        for path in isPattern ? files.expand(path) : [path] {
            do throws(ConfigurationFileError) {
                contents.append(try files.read(path))
            } catch {
                throw .unreadable(path: path, reason: error.reason)
            }
        }
        return contents
    }

    /// Reads text, line by line.
    func load(_ text: [UInt8]) throws(ConfigurationError) {
        var number = 0
        for content in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            let content = ConfigurationText.trimmed(content)
            if content.isEmpty || content[0] == UInt8(ascii: "#") { continue }
            line = ConfigurationError.Line(number: number, text: String(decoding: content, as: UTF8.self))
            guard let words = content.withBytes({ InlineWords.split($0) }) else {
                throw refusal("Unbalanced quotes in configuration line")
            }
            try run(words)
        }
        try checkLogFile()
    }

    /// What can be told only when everything has been read.
    func finish() throws(ConfigurationError) {
        if let module { throw .module(path: module) }
        try checkUsers()
        if !unknown.isEmpty { throw .unknownDirectives(unknown) }
    }

    private func checkLogFile() throws(ConfigurationError) {
        guard !configuration.logFile.isEmpty else { return }
        do throws(ConfigurationFileError) {
            try files.checkLogFile(configuration.logFile)
        } catch {
            throw .refused(reason: "Can't open the log file: \(error.reason)", line: nil)
        }
    }

    // MARK: Lines

    private func run(_ words: [[UInt8]]) throws(ConfigurationError) {
        let arguments = Array(words.dropFirst())
        let table = configuration.table
        if let index = words[0].withBytes({ table.index(of: $0) }) { return try set(index, arguments) }
        let name = String(decoding: words[0].map(\.lowercased), as: UTF8.self)
        switch (name, arguments.count) {
        case (_, 1) where ConfigurationText.formerDirectives(of: configuration.profile).contains(name): break
        case ("include", 1): try include(String(decoding: arguments[0], as: UTF8.self))
        case ("rename-command", 2): try renameCommand(arguments[0], to: arguments[1])
        case ("loadmodule", 1...): module = module ?? String(decoding: arguments[0], as: UTF8.self)
        case ("user", 1...):
            try addUser(arguments)
        case ("sentinel", _): throw refusal("sentinel directive while not in sentinel mode")
        // Redis 8.0 alone waits whether it is a module's.
        case _ where arguments.isEmpty || configuration.profile != .redis80:
            throw refusal("Bad directive or wrong number of arguments")
        default:
            unknown.append(words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " "))
        }
    }

    /// Notes a user. Whether its rules name commands that exist is told once everything has been read.
    private func addUser(_ words: [[UInt8]]) throws(ConfigurationError) {
        func refusal(_ word: [UInt8], _ reason: String) -> ConfigurationError {
            self.refusal("Error in user declaration '\(String(decoding: word, as: UTF8.self))': \(reason)")
        }
        guard !configuration.users.contains(where: { $0.name == words[0] }) else {
            throw refusal(words[0], "Duplicate user found. A user can only be defined once in config files")
        }
        var rules: [[UInt8]] = []
        do throws(UnmatchedParenthesis) {
            rules = try AccessControl.merging(Array(words.dropFirst()))
        } catch {
            // As the real server does: the place is one within the rules, the word one of the whole line.
            let place = words.dropFirst().firstIndex(of: error.word).map { $0 - 1 } ?? 0
            throw refusal(place == 0 ? Array("user".utf8) : words[place - 1], "Wrong format")
        }
        do throws(RefusedRule) {
            try AccessControl.apply(rules, to: access.makeUser(words[0]))
        } catch {
            if error.reason != AccessRuleError.unknownCommand.reason { throw refusal(error.rule, error.reason) }
        }
        configuration.users.append((words[0], rules))
    }

    /// Checks the users' rules, and reads the ACL file.
    private func checkUsers() throws(ConfigurationError) {
        if configuration.aclFile.isEmpty {
            let conclusion = "\nCritical error while loading ACLs. Exiting."
            for user in configuration.users {
                guard !user.name.contains(UInt8(ascii: " ")) else {
                    throw .accessControl("Spaces not allowed in ACL usernames" + conclusion)
                }
                do throws(RefusedRule) {
                    try access.set(user.name, user.rules)
                } catch {
                    throw .accessControl(
                        "Error loading ACL rule '\(String(decoding: error.rule, as: UTF8.self))' for the user named "
                            + "'\(String(decoding: user.name, as: UTF8.self))': \(error.reason)" + conclusion)
                }
            }
        } else if configuration.users.isEmpty {
            try readAccessFile(configuration.aclFile)
        } else {
            throw .accessControl(
                "Configuring Redis with users defined in redis.conf and at the same setting an ACL file path is invalid. "
                    + "This setup is very likely to lead to configuration errors and security holes, please define "
                    + "either an ACL file or declare users directly in your redis.conf, but not both.")
        }
    }

    private func readAccessFile(_ path: String) throws(ConfigurationError) {
        var text: [UInt8] = []
        do throws(ConfigurationFileError) {
            text = try files.read(path)
        } catch {
            throw .accessControl(
                "Aborting Redis startup because of ACL errors: Error loading ACLs, opening file '\(path)': \(error.reason)"
            )
        }
        do throws(AccessFileError) {
            for user in try access.users(in: text, path: path) {
                configuration.users.append((user.name, user.rules))
            }
        } catch {
            throw .accessControl("Aborting Redis startup because of ACL errors: \(error.reason)")
        }
    }

    private func set(_ index: Int, _ arguments: [[UInt8]]) throws(ConfigurationError) {
        let directive = configuration.table[index]
        var current = configuration.values[index]
        if case .special(.save) = directive.kind {
            // The first line replaces the default, the others add to it; an empty one takes all away.
            if !hasSavePoints || arguments == [[]] { current = .savePoints([]) }
            hasSavePoints = true
        }
        do throws(DirectiveRefusal) {
            var value = try directive.parse(words: arguments, current: current)
            if case .special(.directory) = directive.kind { value = try changeDirectory(value) }
            configuration.store(value, at: index)
        } catch {
            throw refusal(error.reason)
        }
    }

    private func changeDirectory(_ value: DirectiveValue) throws(DirectiveRefusal) -> DirectiveValue {
        guard case .text(let path) = value else { return value }
        do throws(ConfigurationFileError) {
            return .text(Array(try files.changeDirectory(String(decoding: path, as: UTF8.self)).utf8))
        } catch {
            throw DirectiveRefusal(error.reason)
        }
    }

    private func include(_ path: String) throws(ConfigurationError) {
        guard depth < ConfigurationLoader.greatestDepth else { throw refusal("too many files include one another") }
        depth += 1
        for content in try contents(of: path) { try load(content) }
        depth -= 1
    }

    private func renameCommand(_ name: [UInt8], to newName: [UInt8]) throws(ConfigurationError) {
        let key = String(decoding: name.map(\.lowercased), as: UTF8.self)
        guard let command = commandNames.removeValue(forKey: key) else {
            throw refusal("No such command in rename-command")
        }
        configuration.renamedCommands[command] = newName
        guard !newName.isEmpty else { return }
        let newKey = String(decoding: newName.map(\.lowercased), as: UTF8.self)
        guard commandNames.updateValue(command, forKey: newKey) == nil else {
            throw refusal("Target command name already exists")
        }
    }
}
