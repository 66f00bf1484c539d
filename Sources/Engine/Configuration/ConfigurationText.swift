// ConfigurationText: what reading and rewriting a configuration file have in common.

/// The syntax of configuration files, beside their words.
enum ConfigurationText {
    /// Directives of former releases, each with one argument, which mean nothing any more and are passed over.
    static func formerDirectives(of profile: Profile) -> [String] {
        let common = [
            "list-max-ziplist-entries", "list-max-ziplist-value", "lua-replicate-commands", "io-threads-do-reads",
        ]
        // What a release still has as a directive is found as one.
        return profile.isValkey ? common + ["dynamic-hz", "sanitize-dump-payload", "events-per-io-thread"] : common
    }

    /// What a file may hold that is no directive of the table.
    static let statements = ["include", "rename-command", "user", "loadmodule", "sentinel"]

    /// A line without the space around it.
    static func trimmed(_ line: ArraySlice<UInt8>) -> [UInt8] {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
        guard let start = line.firstIndex(where: { !isSpace($0) }), let end = line.lastIndex(where: { !isSpace($0) })
        else { return [] }
        return Array(line[start...end])
    }
}
