// The program `understudy-lua`: runs one file with the language's own libraries, as `lua5.1 FILE` does, so that the two can be
// compared. A tool of development; it is not shipped.

import UnderstudyLua

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

exit(LuaTool.run(CommandLine.arguments))
