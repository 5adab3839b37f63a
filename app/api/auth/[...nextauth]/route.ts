export { authDoor as GET, authDoor as POST } from "@/lib/web/auth-door";
