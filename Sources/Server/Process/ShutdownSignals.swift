// ShutdownSignals: SIGTERM and SIGINT stop the server as SHUTDOWN does, whatever its clients are doing.
//
// Why it is unsafe inside: a set of signals is filled by pointer. Why that is sound: it is a local variable of the calls' own type.

import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The signals that end the process.
final class ShutdownSignals {
    /// One of them, by its name.
    enum Signal: String {
        case termination = "SIGTERM"
        case interrupt = "SIGINT"
    }

    private static let signals: [(number: Int32, signal: Signal)] = [(SIGTERM, .termination), (SIGINT, .interrupt)]

    private var sources: [any DispatchSourceSignal] = []

    /// Takes the signals from their default action. To be called before the process has a second thread: later ones inherit the
    /// mask, and a signal that comes before `stop` waits.
    init() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGHUP, SIG_IGN)
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for (number, _) in ShutdownSignals.signals { unsafe sigaddset(&set, number) }
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Lets the signals stop `server`.
    func stop(_ server: Server) {
        for (number, signal) in ShutdownSignals.signals {
            #if canImport(Darwin)
                // Darwin's source tells of a signal that is ignored; Linux's of one that is blocked.
                _ = Darwin.signal(number, SIG_IGN)
            #endif
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { server.stop(signal: signal) }
            source.activate()
            sources.append(source)
        }
    }
}
