// What scripts are told in words that differ from one release to another.

struct ScriptTexts {
    let profile: Profile

    /// The name by which texts call the server's library.
    var library: String { profile.isValkey ? "server" : "redis" }

    var noArguments: CommandError {
        CommandError("ERR Please specify at least one argument for this\(profile.isValkey ? "" : " redis lib") call")
    }

    var wrongArguments: CommandError {
        let subject = profile.isValkey ? "Command" : "Lua redis lib command"
        return CommandError("ERR \(subject) arguments must be strings or integers")
    }

    var unknownCommand: CommandError {
        CommandError("ERR Unknown \(profile.isValkey ? "" : "Redis ")command called from script")
    }

    var wrongArity: CommandError {
        CommandError("ERR Wrong number of args calling \(profile.isValkey ? "" : "Redis ")command from script")
    }

    var notAllowed: CommandError {
        CommandError("ERR This \(profile == .valkey91 ? "Valkey" : "Redis") command is not allowed from script")
    }

    var noScript: CommandError {
        CommandError("NOSCRIPT No matching script.\(profile.isValkey ? "" : " Please use EVAL.")")
    }
}

extension ScriptEngine {
    var texts: ScriptTexts { ScriptTexts(profile: engine.profile) }
}
