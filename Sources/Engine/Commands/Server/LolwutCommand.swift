// LOLWUT: a picture and the version, as every server of the family answers in its own way. This one lets an elementary cellular
// automaton grow from a single cell, two generations to a line of text. The same arguments always give the same picture.

extension ServerCommands {
    static func lolwut(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let profile = session.engine.profile
        guard arguments.count >= 3, arguments[1].matches("version") else {
            // Some releases have no picture of their own.
            guard profile == .redis80 || profile == .valkey91 else {
                return session.reply.verbatim(versionLine(session))
            }
            let numbers = try ownNumbers(arguments, from: 1, profile)
            return session.reply.verbatim(Automaton(numbers).picture + versionLine(session, ofPicture: true))
        }
        let version = try arguments[2].parseInteger()
        var numbers: [Int] = []
        switch version {
        case 5, 6:
            for index in 3..<max(3, min(arguments.count, 6)) { numbers.append(try arguments[index].parseInteger()) }
        case 8 where profile == .redis80, _ where profile == .valkey91 && "\(version)".hasPrefix("9"):
            numbers = try ownNumbers(arguments, from: 3, profile)
        default:
            // A version without a picture of its own.
            return session.reply.verbatim(versionLine(session))
        }
        session.reply.verbatim(Automaton(numbers).picture + versionLine(session, ofPicture: true))
    }

    /// The numbers for a picture of the release's own: in Redis what is no number is passed over; in Valkey they come in pairs, the
    /// second of which is of two doubles.
    private static func ownNumbers(
        _ arguments: Arguments, from start: Int, _ profile: Profile
    ) throws(CommandError) -> [Int] {
        guard profile.isValkey else { return (start..<arguments.count).compactMap { arguments[$0].integer } }
        guard [0, 2, 4].contains(arguments.count - start) else {
            throw CommandError("ERR Syntax error. Use: LOLWUT [columns rows] [real imaginary]")
        }
        var numbers: [Int] = []
        for index in start..<arguments.count {
            if index < start + 2 {
                numbers.append(try arguments[index].parseInteger())
            } else {
                guard arguments[index].double != nil else { throw .notAFloat }
            }
        }
        return numbers
    }

    private static func versionLine(_ session: Session, ofPicture: Bool = false) -> String {
        let profile = session.engine.profile
        let name = profile == .valkey91 ? ofPicture ? "Valkey ver. " : "Valkey ver." : "Redis ver. "
        return "\(name)\(profile.version)\n"
    }
}

/// An elementary cellular automaton: each cell's next state follows from its own and its two neighbours'.
private struct Automaton {
    private var columns = 66
    private var rows = 20
    private var rule = 30

    /// Columns, rows of text, and the number of the rule, as far as they are given.
    init(_ numbers: [Int]) {
        if numbers.count > 0 { columns = min(max(numbers[0], 1), 1000) }
        if numbers.count > 1 { rows = min(max(numbers[1], 1), 200) }
        if numbers.count > 2 { rule = min(max(numbers[2], 0), 255) }
    }

    var picture: String {
        var cells = [Bool](repeating: false, count: columns)
        cells[columns / 2] = true
        var text = ""
        for _ in 0..<rows {
            let next = successor(of: cells)
            for column in 0..<columns {
                switch (cells[column], next[column]) {
                case (true, true): text += "█"
                case (true, false): text += "▀"
                case (false, true): text += "▄"
                case (false, false): text += " "
                }
            }
            text += "\n"
            cells = successor(of: next)
        }
        return text + "\nRule \(rule), from a single cell. "
    }

    /// The edges are each other's neighbours.
    private func successor(of cells: [Bool]) -> [Bool] {
        cells.indices.map { index in
            let left = cells[index == 0 ? columns - 1 : index - 1]
            let right = cells[index == columns - 1 ? 0 : index + 1]
            let neighbourhood = (left ? 4 : 0) | (cells[index] ? 2 : 0) | (right ? 1 : 0)
            return rule >> neighbourhood & 1 == 1
        }
    }
}
