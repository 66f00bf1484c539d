// Why a modifier of ACL SETUSER is refused, in the real server's words.

struct AccessRuleError: Error {
    let reason: String

    static let syntax = AccessRuleError(reason: "Syntax error")
    static let unknownCommand = AccessRuleError(reason: "Unknown command or category name in ACL")
    static let firstArgumentOfSubcommand = AccessRuleError(
        reason: "Allowing first-arg of a subcommand is not supported")
    static let noSuchPassword = AccessRuleError(
        reason: "The password you are trying to remove from the user does not exist")
    static let badHash = AccessRuleError(
        reason: "The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters")
    static let databaseOutOfRange = AccessRuleError(reason: "The provided database ID is out of range")
    static let keysAfterAll = AccessRuleError(
        reason:
            "Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not have any effect. "
            + "Try 'resetkeys' to start with an empty list of patterns")
    static let channelsAfterAll = AccessRuleError(
        reason: "Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid and does not have any "
            + "effect. Try 'resetchannels' to start with an empty list of channels")
}
