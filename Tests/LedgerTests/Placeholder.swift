import Testing
import Ledger
