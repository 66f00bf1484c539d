// Directive: what a configuration directive is, declared once in a table. CONFIG GET, SET and REWRITE, the configuration file and
// the command line all derive from its row: no other place knows a directive's name, default or range.

/// A row of the catalogue of directives.
struct Directive: HasVariants {
    /// How a directive may be changed and shown.
    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8
        /// Set at the start only.
        static let immutable = Flags(rawValue: 1 << 0)
        /// Behind `enable-protected-configs`.
        static let protected = Flags(rawValue: 1 << 1)
        /// Shown by CONFIG GET when it is named, never to a pattern.
        static let hidden = Flags(rawValue: 1 << 2)
        /// Takes several arguments, in a file as words and in CONFIG SET within one value.
        static let several = Flags(rawValue: 1 << 3)
        /// An empty text is a value of its own, which CONFIG REWRITE writes; elsewhere it stands for none.
        static let keepsEmpty = Flags(rawValue: 1 << 4)
        /// A value that nobody is to see, in the slow log say.
        static let secret = Flags(rawValue: 1 << 5)
    }

    /// Puts a value into the stored property that the server's code reads.
    typealias Field<Value> = @Sendable (Configuration, Value) -> Void
    /// Returns why a value is refused, or nil.
    typealias Check<Value> = @Sendable (Value) -> String?

    /// How a number is written.
    enum Notation: Sendable {
        case decimal, octal
        /// Bytes, with the units of `MemorySize`.
        case memory
        /// Bytes, or a negative number, which has no unit.
        case signedMemory
        /// Bytes, or a percentage, which is held as its negative.
        case memoryOrPercent
    }

    /// What a directive holds. A directive that nothing reads has no field: its value is kept and shown.
    enum Kind: Sendable {
        case boolean(Bool, check: Check<Bool>?, field: Field<Bool>?)
        case integer(Int, ClosedRange<Int>, Notation, check: Check<Int>?, field: Field<Int>?)
        /// Bytes, up to what 64 bits without a sign hold.
        case unsignedMemory(UInt64, field: Field<UInt64>?)
        case text(String, check: Check<[UInt8]>?, field: Field<[UInt8]>?)
        /// One of some words, held by its index.
        case word(Int, [String], field: Field<Int>?)
        /// Any of some words: each but the first, which stands for none, is a bit.
        case words(Int, [String], check: Check<Int>?, field: Field<Int>?)
        case special(SpecialDirective)
    }

    var name: String
    /// An older name that is known as well.
    var alias: String?
    var flags: Flags
    var kind: Kind
    /// The value before anything is configured.
    var initialValue: DirectiveValue
    /// Whose directive it is.
    var profiles = Profiles.all
    /// In whose table it stands.
    var profile = Profile.standard
    /// To what a lesser number is raised that is set while the server runs.
    var floor: Int?
    var variants: [Variant<Directive>] = []

    @inline(never) private init(_ name: String, _ alias: String?, _ flags: Flags, _ kind: Kind) {
        self.name = name
        self.alias = alias
        self.flags = flags
        self.kind = kind
        initialValue = kind.initialValue
    }
}

// MARK: What differs by profile

extension Directive {
    /// A directive that the others do not have.
    @inline(never) func only(in profiles: Profiles) -> Directive {
        var directive = self
        directive.profiles = profiles
        return directive
    }

    /// With another default in `profiles`.
    @inline(never) func starting(as value: DirectiveValue, in profiles: Profiles) -> Directive {
        self.in(profiles) { $0.initialValue = value }
    }

    /// Under another name in `profiles`, where the former one is known as well.
    @inline(never) func named(_ name: String, in profiles: Profiles) -> Directive {
        self.in(profiles) {
            $0.alias = $0.name
            $0.name = name
        }
    }

    /// With other bounds in `profiles`.
    @inline(never) func within(_ range: ClosedRange<Int>, in profiles: Profiles) -> Directive {
        self.in(profiles) {
            guard case .integer(let value, _, let notation, let check, let field) = $0.kind else { return }
            $0.kind = .integer(value, range, notation, check: check, field: field)
        }
    }

    /// Raised to `floor` if it is set to less while the server runs.
    @inline(never) func raised(to floor: Int) -> Directive {
        var directive = self
        directive.floor = floor
        return directive
    }

    /// With a change of its words in `profiles`.
    @inline(never) func words(in profiles: Profiles, _ change: @escaping @Sendable (inout [String]) -> Void)
        -> Directive
    {
        self.in(profiles) {
            switch $0.kind {
            case .word(let value, var words, let field):
                change(&words)
                $0.kind = .word(value, words, field: field)
            case .words(let value, var words, let check, let field):
                change(&words)
                $0.kind = .words(value, words, check: check, field: field)
            default: break
            }
        }
    }
}

// MARK: Rows

extension Directive {
    @inline(never) static func boolean(
        _ name: String, alias: String? = nil, flags: Flags = [], _ value: Bool, field: Field<Bool>? = nil,
        check: Check<Bool>? = nil
    ) -> Directive {
        Directive(name, alias, flags, .boolean(value, check: check, field: field))
    }

    @inline(never) static func integer(
        _ name: String, alias: String? = nil, flags: Flags = [], _ range: ClosedRange<Int>, _ value: Int,
        _ notation: Notation = .decimal, field: Field<Int>? = nil, check: Check<Int>? = nil
    ) -> Directive {
        Directive(name, alias, flags, .integer(value, range, notation, check: check, field: field))
    }

    @inline(never) static func memory(
        _ name: String, alias: String? = nil, flags: Flags = [], _ range: ClosedRange<Int>, _ value: Int,
        field: Field<Int>? = nil
    ) -> Directive {
        Directive(name, alias, flags, .integer(value, range, .memory, check: nil, field: field))
    }

    @inline(never) static func unsignedMemory(
        _ name: String, alias: String? = nil, flags: Flags = [], _ value: UInt64, field: Field<UInt64>? = nil
    ) -> Directive {
        Directive(name, alias, flags, .unsignedMemory(value, field: field))
    }

    @inline(never) static func text(
        _ name: String, alias: String? = nil, flags: Flags = [], _ value: String = "",
        field: Field<[UInt8]>? = nil, check: Check<[UInt8]>? = nil
    ) -> Directive {
        Directive(name, alias, flags, .text(value, check: check, field: field))
    }

    /// One of `words`, the default given by its word.
    @inline(never) static func word(
        _ name: String, alias: String? = nil, flags: Flags = [], _ words: [String], _ value: String
    ) -> Directive {
        Directive(name, alias, flags, .word(words.firstIndex(of: value)!, words, field: nil))
    }

    /// One of the cases of an enumeration, which are named as the directive's words and numbered from 0.
    @inline(never) static func word<Words: DirectiveWords>(
        _ name: String, flags: Flags = [], _ value: Words, field: @escaping Field<Words>
    ) -> Directive {
        let kind = Kind.word(value.rawValue, Words.allCases.map { $0.word }) { field($0, Words(rawValue: $1)!) }
        return Directive(name, nil, flags, kind)
    }

    @inline(never) static func words(
        _ name: String, flags: Flags = [], _ words: [String], field: Field<Int>? = nil, check: Check<Int>? = nil
    ) -> Directive {
        Directive(name, nil, flags.union(.several), .words(0, words, check: check, field: field))
    }

    @inline(never) static func special(
        _ name: String, alias: String? = nil, flags: Flags = [], _ special: SpecialDirective
    ) -> Directive {
        Directive(name, alias, flags, .special(special))
    }
}

/// An enumeration whose cases are the words of a directive.
protocol DirectiveWords: CaseIterable, RawRepresentable, Sendable where RawValue == Int {
    /// As the directive writes it. Spelled out: deriving it from the case's name would cost most of the start-up's time.
    var word: String { get }
}

extension Profile: DirectiveWords {}

/// A directive's value.
enum DirectiveValue: Sendable, Equatable {
    case boolean(Bool)
    /// A number, the index of a word, or a set of words.
    case integer(Int)
    case unsigned(UInt64)
    case text([UInt8])
    case savePoints([SavePoint])
    case bufferLimits(OutputBufferLimits)
    case list([[UInt8]])
    case integers([Int])
    case doubles([Double])
}

/// Why a value was refused, in the real server's words.
struct DirectiveRefusal: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }

    static var wrongNumberOfArguments: DirectiveRefusal { DirectiveRefusal("wrong number of arguments") }
}

extension Bytes {
    /// Whether these bytes are `text`, letter case aside. O(n).
    func isSame(as text: String) -> Bool {
        guard text.utf8.count == count else { return false }
        var index = 0
        for byte in text.utf8 {
            if self[index].lowercased != byte.lowercased { return false }
            index += 1
        }
        return true
    }
}

extension UInt8 {
    /// The same letter in lower case (ASCII).
    var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
