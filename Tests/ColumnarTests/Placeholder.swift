import Testing
import Columnar
