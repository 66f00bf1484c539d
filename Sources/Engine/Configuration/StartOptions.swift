// StartOptions: the command line, as redis-server reads it.
//
// Options become text in the syntax of the configuration file, and that text is read behind the file's: there is one parser, and an
// error in an option is told as one of a line.

/// What the command line asks for.
public enum Invocation: Sendable, Equatable {
    case help
    /// Of the release that is to be stood in for.
    case version(Profile)
    case serve(StartOptions)

    /// Reads the arguments of a process, without its own name.
    public init(arguments: [String]) {
        var (words, profile) = (arguments, Profile.standard)
        if words.count == 3, let place = words.firstIndex(of: "--compat"), place < 2,
            let named = Profile.allCases.first(where: { $0.word == words[place + 1] })
        {
            profile = named
            words.removeSubrange(place...place + 1)
        }
        switch words.first {
        case "-v", "--version": self = .version(profile)
        case "-h", "--help": self = .help
        default: self = .serve(StartOptions(arguments))
        }
    }
}

/// Where the configuration of a server comes from.
public struct StartOptions: Sendable, Equatable {
    /// The configuration file, as it was named.
    public var path: String?
    /// Whether more of the configuration comes from the standard input.
    public var readsStandardInput = false
    /// Lines of configuration that stand for the command line's options.
    public var options: [UInt8] = []

    /// No file, no input, no options.
    public init() {}

    init(_ arguments: [String]) {
        var rest = arguments[...]
        if let first = rest.first, first.utf8.first != UInt8(ascii: "-") {
            path = first
            rest.removeFirst()
        }
        // Whether an argument may begin an option: right behind an option's name it is a value, whatever it looks like.
        var optionMayBegin = true
        while let argument = rest.popFirst() {
            if argument == "-", rest.isEmpty || rest.startIndex == arguments.startIndex + 1 {
                readsStandardInput = true
            } else if optionMayBegin, argument.utf8.starts(with: "--".utf8) {
                optionMayBegin = begin(argument, next: rest.first)
            } else {
                options += InlineWords.quote(Array(argument.utf8)) + [0x20]
                optionMayBegin = true
            }
        }
    }

    /// Begins an option's line. Returns whether the next argument may begin another.
    private mutating func begin(_ argument: String, next: String?) -> Bool {
        if !options.isEmpty { options.append(0x0A) }
        options += Array(argument.utf8.dropFirst(2)) + [0x20]
        // An option may hold its value in the same argument.
        let words = Array(argument.utf8).withBytes { InlineWords.split($0) }
        guard let words, words.count == 1 else { return true }
        let nextIsOption = next.map { $0.utf8.starts(with: "--".utf8) }
        guard nextIsOption != false else { return false }
        let name = String(decoding: words[0].dropFirst(2).map(\.lowercased), as: UTF8.self)
        if name == "save" {
            // `--save` without a value comes from command lines that were made of an empty list.
            options += Array("\"\"".utf8)
            return nextIsOption == true
        }
        if DirectiveTable.switches.contains(name) {
            options += Array("yes".utf8)
            return true
        }
        return false
    }
}
