// SHUTDOWN: asks the process to end. The client gets no reply but the end of its connection.

extension ServerCommands {
    static func shutdown(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var request = ShutdownRequest()
        var aborts = false
        var failsOver = false
        let isLatest = session.engine.profile == .valkey91
        for index in 1..<arguments.count {
            let option = arguments[index]
            if option.matches("nosave"), request.saving != .always {
                request.saving = .never
            } else if option.matches("save"), request.saving != .never {
                request.saving = .always
            } else if option.matches("now") {
                request.now = true
            } else if option.matches("force") {
                request.force = true
            } else if option.matches("abort") {
                aborts = true
            } else if isLatest, option.matches("safe") {
                // It protects the slots of a cluster.
                continue
            } else if isLatest, option.matches("failover") {
                failsOver = true
            } else {
                throw .syntax
            }
        }
        if aborts {
            guard arguments.count == 2 else { throw .syntax }
            // A shutdown is carried out in the turn that asks for it, so none is ever in progress.
            throw CommandError("ERR No shutdown in progress.")
        }
        guard !failsOver else { throw CommandError("ERR SHUTDOWN FAILOVER is only supported in cluster mode.") }
        // The dataset is not to be saved with half of what a script does.
        if session.engine.isBusy, request.saving != .never { throw session.engine.busyError }
        session.engine.host.log(.notice, "User requested shutdown...")
        guard session.engine.prepareToShutDown(request) else {
            throw CommandError("ERR Errors trying to SHUTDOWN. Check logs.")
        }
        session.engine.shutdownRequest = request
    }
}
