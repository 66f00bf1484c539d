// ParentWatch: tells when the process that started this one has ended, however it ended, so that a killed test runner leaves no
// server behind.
//
// On Linux this is not PR_SET_PDEATHSIG, which fires when the *thread* that started this process ends: test runners start their
// servers from threads that come and go.

import Dispatch

#if canImport(Glibc)
    import CLinux
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Watches the process's parent until it is let go.
final class ParentWatch {
    private let source: any DispatchSourceProtocol

    /// - Parameters:
    ///   - parent: Who started this process, as `getppid` told at the very start.
    ///   - didEnd: Called on `queue`, at once if the parent has ended already.
    init(parent: pid_t, queue: DispatchQueue, didEnd: @escaping @Sendable () -> Void) throws(SystemError) {
        #if canImport(Glibc)
            let process = try Descriptor(open_process(parent), from: "pidfd_open")
            let number = process.number
            let source = DispatchSource.makeReadSource(fileDescriptor: number, queue: queue)
            // The source owns the descriptor until it has been cancelled.
            let owner = Owner(process)
            source.setCancelHandler { withExtendedLifetime(owner) {} }
        #else
            let source = DispatchSource.makeProcessSource(identifier: parent, eventMask: .exit, queue: queue)
        #endif
        source.setEventHandler(handler: didEnd)
        source.activate()
        self.source = source
        // Whoever adopts an orphan is not the one who started it.
        if getppid() != parent || Self.isAdoptive(parent) { queue.async(execute: didEnd) }
    }

    /// Whether the parent, as it was at the very start, is already one that adopts orphans: whoever started this process was gone
    /// before it could look. A child is of its parent's session unless it begins one of its own; who adopts is of another.
    private static func isAdoptive(_ parent: pid_t) -> Bool {
        let session = getsid(0)
        return session != getpid() && getsid(parent) != session
    }

    deinit { source.cancel() }

    #if canImport(Glibc)
        private final class Owner: Sendable {
            private let descriptor: Descriptor
            init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
        }
    #endif
}
