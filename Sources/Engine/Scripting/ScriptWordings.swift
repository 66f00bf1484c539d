// What is said to scripts of calls that are wrong, in the words of each release.

struct ScriptWordings {
    /// What the scripts' library is called.
    let library: String
    let noArguments: CommandError
    let wrongArguments: CommandError
    let unknownCommand: CommandError
    let wrongArity: CommandError
    let notAllowed: CommandError

    init(_ profile: Profile) {
        library = profile.isValkey ? "server" : "redis"
        noArguments = CommandError(
            "ERR Please specify at least one argument for this \(profile.isValkey ? "" : "redis lib ")call")
        wrongArguments = CommandError(
            "ERR \(profile.isValkey ? "Command" : "Lua redis lib command") arguments must be strings or integers")
        let command = profile.isValkey ? "command" : "Redis command"
        unknownCommand = CommandError("ERR Unknown \(command) called from script")
        wrongArity = CommandError("ERR Wrong number of args calling \(command) from script")
        notAllowed = CommandError(
            "ERR This \(profile == .valkey91 ? "Valkey" : "Redis") command is not allowed from script")
    }
}

extension ScriptEngine {
    var wordings: ScriptWordings { ScriptWordings(engine.profile) }
}
