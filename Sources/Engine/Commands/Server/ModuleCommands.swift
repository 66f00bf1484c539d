// MODULE. This server has the modules that the real one is built with, and can load no others.

enum ModuleCommands {
    static func moduleList(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        replyModules(of: session.engine.profile, to: session.reply)
    }

    /// The modules of a release, for HELLO too.
    static func replyModules(of profile: Profile, to reply: ReplyWriter) {
        guard let module = profile.module else { return reply.array(0) }
        reply.array(1)
        reply.map(4)
        reply.bulk("name")
        reply.bulk(module.name)
        reply.bulk("ver")
        reply.integer(1)
        reply.bulk("path")
        reply.bulk(module.path)
        reply.bulk("args")
        reply.array(0)
    }

    /// LOAD and LOADEX. The real server tells the log alone why it does not load a file, whatever the reason.
    static func moduleLoad(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.engine.host.log(
            .warning, "Module \(arguments[2].text) failed to load: this server cannot load modules")
        throw CommandError("ERR Error loading the extension. Please check the server logs.")
    }

    static func moduleUnload(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let name = arguments[2]
        let isLoaded = session.engine.profile.module.map { name.text.lowercased() == $0.name } ?? false
        let reason = isLoaded ? "the module can't be unloaded" : "no such module with that name"
        if session.engine.profile != .redis70 {
            session.engine.host.log(.warning, "Error unloading module \(name.text): \(reason)")
        }
        throw CommandError("ERR Error unloading module: \(reason)")
    }

    static func moduleHelp(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        Arguments.replyHelp(
            "module",
            [
                "LIST", "    Return a list of loaded modules.",
                "LOAD <path> [<arg> ...]",
                "    Load a module library from <path>, passing to it any optional arguments.",
                "LOADEX <path> [[CONFIG NAME VALUE] [CONFIG NAME VALUE]] [ARGS ...]",
                "    Load a module library from <path>, while passing it module configurations and optional arguments.",
                "UNLOAD <name>", "    Unload a module.",
            ], to: session.reply)
    }
}
