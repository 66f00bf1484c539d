// INFO: what the server tells of itself, section by section, in the real server's order and with its names, because clients and
// tools parse it.

extension ServerCommands {
    static func info(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var sections: Set<InfoSection> = []
        if arguments.count == 1 { sections = InfoSection.byDefault }
        for index in 1..<max(1, arguments.count) {
            let word = arguments[index]
            if word.matches("default") {
                sections.formUnion(InfoSection.byDefault)
            } else if word.matches("all") || word.matches("everything") {
                sections.formUnion(InfoSection.allCases)
            } else if let section = InfoSection.allCases.first(where: { word.isSame(as: $0.rawValue) }) {
                sections.insert(section)
            }
        }
        var text = InfoText()
        let known = InfoSection.sections(of: session.engine.profile)
        for section in InfoSection.allCases where sections.contains(section) && known.contains(section) {
            text.begin(section)
            session.engine.describe(section, in: &text)
        }
        session.reply.verbatim(text.text)
    }
}

/// The sections, in the order in which INFO shows them. The raw value is the name by which one is asked for.
enum InfoSection: String, CaseIterable {
    case server, clients, memory, persistence, threads, stats, replication, cpu, modules, commandstats, errorstats
    case latencystats, cluster, keyspace, keysizes

    /// What INFO shows when it is not told what to show.
    static let byDefault = Set(allCases).subtracting([.commandstats, .latencystats])

    /// The sections that a release has.
    static func sections(of profile: Profile) -> Set<InfoSection> {
        profile == .redis80 ? Set(allCases) : Set(allCases).subtracting([.threads, .keysizes])
    }

    var title: String { self == .cpu ? "CPU" : rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

/// The text of INFO.
struct InfoText {
    private(set) var text = ""

    fileprivate mutating func begin(_ section: InfoSection) {
        if !text.isEmpty { text += "\r\n" }
        text += "# \(section.title)\r\n"
    }

    mutating func field(_ name: String, _ value: some CustomStringConvertible) {
        text += "\(name):\(value.description)\r\n"
    }

    mutating func field(_ name: String, _ value: Double, digits: Int) {
        field(name, FixedText.text(value, digits: digits))
    }

    /// Fields that have the same value.
    mutating func fields(_ names: [String], _ value: some CustomStringConvertible) {
        for name in names { field(name, value) }
    }

    /// An amount of memory, as bytes and for people.
    mutating func memory(_ name: String, _ bytes: Int) {
        field(name, bytes)
        field("\(name)_human", FixedText.memory(bytes))
    }
}

/// What INFO remembers from one time to the next. Nothing in the engine runs periodically, so rates are those since INFO last looked.
struct InfoObservations {
    /// Counters at one time.
    struct Sample {
        var time: Int64 = 0
        var commands = 0
        var bytesIn = 0
        var bytesOut = 0
    }

    /// Rates between two samples, a second.
    struct Rates {
        var commands = 0.0
        var bytesIn = 0.0
        var bytesOut = 0.0
    }

    /// The most memory that was seen in use, in bytes.
    private(set) var peakMemory = 0
    private(set) var rates = Rates()
    private var last: Sample?

    mutating func observe(memory: Int) { peakMemory = max(peakMemory, memory) }

    /// Brings the rates up to date. A span under a tenth of a second is too short to tell anything.
    mutating func observe(_ sample: Sample, since start: Int64) {
        let from = last ?? Sample(time: start)
        let seconds = Double(sample.time - from.time) / 1_000_000
        guard seconds >= 0.1 else { return }
        // RESETSTAT may have set a counter back.
        rates.commands = Double(max(0, sample.commands - from.commands)) / seconds
        rates.bytesIn = Double(max(0, sample.bytesIn - from.bytesIn)) / seconds
        rates.bytesOut = Double(max(0, sample.bytesOut - from.bytesOut)) / seconds
        last = sample
    }
}
