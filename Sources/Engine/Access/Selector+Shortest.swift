// The rules for commands as redis 7.0 shows them: not those that were given, but few that come to the same. Categories come first,
// the best one at a time, as long as there is one of which more commands fit than do not; then the commands that differ still.
//
// In the real server these last ones stand in the order of a hash table whose seed is random; here they stand in the tables' order.

extension Selector {
    /// Few rules that allow the same commands.
    var shortestCommandDescription: [UInt8] {
        let isAdditive = !beginsWithAll
        let sign = isAdditive ? "+" : "-"
        var rules = [Array(isAdditive ? "-@all".utf8 : "+@all".utf8)]
        // What the rules come to so far, and what is left to find rules for.
        var reached = Selector(commands)
        reached.setAllCommands(!isAdditive)
        var left = self
        var categories = CommandCategories.names
        while let best = left.bestCategory(of: categories, isAdditive) {
            let (category, name) = categories.remove(at: best)
            reached.set(category, isAdditive)
            left.set(category, !isAdditive)
            rules.append(Array("\(sign)@\(name)".utf8))
        }
        for command in commands.commands {
            for one in [command] + command.subcommands { rules += reached.differences(from: self, in: one) }
        }
        return rules.joinedBySpaces
    }

    /// The category that brings the fewest commands too many, and of these the one that brings the most; nil if none does more good
    /// than harm.
    private func bestCategory(
        of categories: [(category: CommandCategories, name: String)], _ isAdditive: Bool
    ) -> Int? {
        var best: (index: Int, different: Int, same: Int)?
        for (index, (category, _)) in categories.enumerated() {
            var (on, off) = (0, 0)
            for command in commands.commands {
                for one in [command] + command.subcommands where one.categories.contains(category) {
                    if allowed.contains(one.number) { on += 1 } else { off += 1 }
                }
            }
            let (different, same) = isAdditive ? (off, on) : (on, off)
            guard same > different else { continue }
            if let best, (different, -same) >= (best.different, -best.same) { continue }
            best = (index, different, same)
        }
        return best?.index
    }

    /// The rules for one command that are missing to allow what `other` does.
    private mutating func differences(from other: Selector, in command: Command) -> [[UInt8]] {
        var rules: [[UInt8]] = []
        let isAllowed = other.allowed.contains(command.number)
        if isAllowed != allowed.contains(command.number) {
            rules.append(Array("\(isAllowed ? "+" : "-")\(command.fullName)".utf8))
            set(command, isAllowed)
        }
        guard !isAllowed else { return rules }
        return rules + (other.firstArguments[command.number] ?? []).map { Array("+\(command.fullName)|".utf8) + $0 }
    }
}
